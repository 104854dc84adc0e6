import { newIds, template, withIds } from '../payload.js';

const SIZES = [1, 8, 30, 100];
const TEMPLATES = {
  protobuf: SIZES.map(size => template('protobuf', size)),
  json: SIZES.map(size => template('json', size)),
};

/** Spans with ids of their own; with `rejected`, the last one's is all zeros, which no receiver may store. */
export function makeBatch(encoding, rejected) {
  const made = TEMPLATES[encoding][Math.floor(Math.random() * SIZES.length)];
  const raw = newIds(made);
  if (rejected) raw.fill(0, made.spanIds.at(-1), made.spanIds.at(-1) + 8);
  const taken = rejected ? made.spanIds.slice(0, -1) : made.spanIds;
  return {
    body: withIds(made, raw),
    encoding,
    taken: taken.map(at => [raw.readUInt32BE(at), raw.readUInt32BE(at + 4)]),
    rejected: rejected ? 1 : 0,
  };
}
