import { isUtf8 } from 'node:buffer';
import type { Findings } from '../findings.ts';
import { type JsonObject, JsonReader } from './json-reader.ts';
import { parseBody } from './parse-body.ts';

const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** A body that was parsed: its top level, and the reader for it. */
export interface OpenBody {
  readonly json: JsonReader;
  readonly request: JsonObject;
}

/** Parses a body, which must be an object; throws MALFORMED_JSON. */
export function openBody(body: Uint8Array, findings: Findings): OpenBody {
  const text = textOf(body);
  const { value, mark } = parseBody(text);
  const traits = { mark, replaced: !isUtf8(body), surrogates: SURROGATE_ESCAPE.test(text) };
  const json = new JsonReader(traits, findings);
  return { json, request: json.body(value) };
}

/** Without a byte order mark; what is not UTF-8 becomes U+FFFD. */
function textOf(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
