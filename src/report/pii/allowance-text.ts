import type { Finding } from '../../pii/verdict.ts';
import { printable } from '../quote.ts';

/** A place whose parts are longer is told without them: the line is there to be copied. */
const MAX_LENGTH = 80;
/** Nothing of a text but masks: in an allowance it would stand for anything. */
const MASKS_ONLY = /^\**$/;

/**
 * What accepts a finding when it is pasted into a policy: by its fingerprint where it has one, else by its place. What is
 * masked in a name stands in it as `***`, which in an allowance stands for anything.
 */
export function allowanceText(finding: Finding): string {
  const { fingerprint } = finding;
  const wanted = fingerprint === undefined ? placeOf(finding) : { fingerprint };
  const fields = Object.entries({ ...wanted, reason: '...' }).map(([name, value]) => `${name}: ${literal(value)}`);
  return `{ allow: [{ ${fields.join(', ')} }] }`;
}

function placeOf({ key, path, service, span, kind }: Finding): Readonly<Record<string, string>> {
  const at = isTelling(key) ? { key } : { path };
  return {
    ...at,
    ...(isTelling(service) ? { service } : {}),
    ...(isTelling(span) ? { span } : {}),
    kind,
  };
}

function isTelling(text: string | undefined): text is string {
  return text !== undefined && text.length <= MAX_LENGTH && !MASKS_ONLY.test(text);
}

/** As it is written in JavaScript. */
function literal(text: string): string {
  return `'${printable(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))}'`;
}
