import { type Decoded, joined } from './decoded.ts';

/** Shorter runs hold less than a value. */
const RUN = /[A-Za-z\d+/_-]{8,}/g;
const LONG_RUN = /[A-Za-z\d+/_-]{16,}/g;
/** Mail and PEM break lines; what is broken is put together first. */
const BROKEN = /^[A-Za-z\d+/]{60,76}\r?$/m;
/** A JWT's payload, which is JSON behind the head's dot. */
const JWT = '.eyJ';
const BASIC = /\bbasic /i;
/** A run may have begun before what is seen of it, or have something before it that looks the same. */
const OFFSETS = [0, 1, 2, 3];

/** Every run of base64 and base64url, from each place where a group of four may begin. */
export function decodeBase64(given: string): readonly Decoded[] {
  const text = given.includes('\n') && BROKEN.test(given) ? given.replace(/\r?\n/g, '') : given;
  const runs = text.match(RUN);
  if (runs === null) return [];
  const step = text.includes(JWT) ? 'JWT' : BASIC.test(text) ? 'basic auth' : 'base64';
  return OFFSETS.map(offset => ({
    text: joined(runs, run => Buffer.from(run.slice(offset), 'base64')),
    step,
  }));
}

/** The runs that are long enough to hold something compressed. */
export function base64Runs(text: string): readonly string[] {
  return text.match(LONG_RUN) ?? [];
}
