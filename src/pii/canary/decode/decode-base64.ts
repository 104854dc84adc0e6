import { type Decoded, joined } from './decoded.ts';

/** Shorter runs hold less than a value. */
const RUN = /[A-Za-z\d+/_-]{8,}/g;
const LONG_RUN = /[A-Za-z\d+/_-]{16,}/g;
/** Mail and PEM break lines, YAML indents them; what is broken is put together first. */
const BROKEN = /^[ \t]*[A-Za-z\d+/_-]{40,76}\r?$/m;
const BREAK = /\r?\n[ \t]*/g;
/** A JWT's payload, which is JSON behind the head's dot. */
const JWT = '.eyJ';
const BASIC = /\bbasic /i;
/** A run may have begun before what is seen of it, or have something before it that looks the same. */
const OFFSETS = [0, 1, 2, 3];

/** Every run of base64 and base64url, from each place where a group of four may begin. */
export function decodeBase64(given: string): readonly Decoded[] {
  const text = unbroken(given);
  const runs = text.match(RUN);
  if (runs === null) return [];
  const step = text.includes(JWT) ? 'JWT' : BASIC.test(text) ? 'basic auth' : 'base64';
  return OFFSETS.map(offset => ({
    text: joined(runs, run => Buffer.from(run.slice(offset), 'base64')),
    step,
  }));
}

/** The runs that are long enough to hold something compressed. */
export function base64Runs(given: string): readonly string[] {
  return unbroken(given).match(LONG_RUN) ?? [];
}

function unbroken(text: string): string {
  return text.includes('\n') && BROKEN.test(text) ? text.replace(BREAK, '') : text;
}
