import { escapeUnseen } from '../model/escape-unseen.ts';
import { startOfWidth, widthOf } from '../pii/masking/marks.ts';
import { maskText } from '../pii/masking/mask-text.ts';

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text on one line that does nothing to a terminal: what cannot be seen is written as an escape. Any length. */
export function printable(text: string): string {
  return escapeUnseen(text.replace(/[\n\r\t]/g, char => NAMED[char] ?? char));
}

/**
 * Text in double quotes, on one line, cut to `max` characters. Personal data and secrets in it are masked.
 *
 * @param key what it stands under, where that is known
 */
export function quote(given: string, max = 120, key?: string): string {
  const text = maskText(given, key);
  const cut = shorten(text, max);
  const body = printable(cut.text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return cut.rest === 0 ? `"${body}"` : `"${body}..." (${widthOf(text).toLocaleString('en-US')} characters)`;
}

/** Text on one line without quotes, cut to `max` characters. Personal data and secrets in it are masked. */
export function plain(text: string, max: number): string {
  const cut = shorten(maskText(text), max);
  return cut.rest === 0 ? printable(cut.text) : `${printable(cut.text)}...`;
}

/** An id's first 8 digits: enough to tell two apart. */
export function shortId(id: string): string {
  return startOfWidth(printable(maskText(id)), 8);
}

function shorten(text: string, max: number): { readonly text: string; readonly rest: number } {
  if (text.length <= max || widthOf(text) <= max) return { text, rest: 0 };
  const start = startOfWidth(text, max);
  const kept = /[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start;
  return { text: kept, rest: text.length - kept.length };
}
