import type { Detection, PiiDetector } from '../detector.ts';
import { beginsToken, endsToken } from '../token-boundary.ts';
import { runLength } from '../vendor-tokens/alphabet.ts';
import { looksDrawn } from '../vendor-tokens/randomness.ts';

const NONE: readonly Detection[] = [];
/** The base64 of `{"`, as a header begins, and of `{ "` and `{\n`. */
const STARTS = ['eyJ', 'eyA', 'ewo'] as const;
/** `{"alg":""}`, encoded. */
const SHORTEST_HEADER = 14;
/** The longest ones carry certificates. */
const MAX_HEADER = 8_192;
const MAX_PART = 65_536;
const MIN_PART = 10;
/** A JWS has three parts, a JWE five. */
const MAX_PARTS = 5;
/** Of a part so much is judged. */
const JUDGED = 512;

/** JSON Web Tokens, signed (RFC 7519), encrypted (RFC 7516), unsigned or cut off; the header must be JSON. */
export const JWT: PiiDetector = {
  name: 'jwt',
  kind: 'credential',
  confidence: 'high',
  detect: text => (text.includes('eyJ') || text.includes('ewo') || text.includes('eyA') ? detectTokens(text) : NONE),
  mask: () => 'eyJ***',
};

function detectTokens(text: string): readonly Detection[] {
  const found: Detection[] = [];
  for (let at = text.indexOf('e'); at >= 0; at = text.indexOf('e', at + 1)) {
    if (!STARTS.some(start => text.startsWith(start, at)) || !beginsToken(text, at)) continue;
    const length = runLength(text, at, 'base64url', MAX_PART);
    const end = length > MAX_HEADER ? undefined : endOfToken(text, at, at + length);
    if (end !== undefined) found.push({ start: at, end, form: 'jwt' });
    at = (end ?? at + length) - 1;
  }
  return found;
}

function endOfToken(text: string, start: number, headerEnd: number): number | undefined {
  if (text[headerEnd] !== '.' || !isHeader(text.slice(start, headerEnd))) return undefined;
  let end = headerEnd;
  let filled = 0;
  for (let part = 1; part < MAX_PARTS && text[end] === '.'; part++) {
    const length = runLength(text, end + 1, 'base64url', MAX_PART);
    if (length >= MIN_PART) {
      if (!looksDrawn(text.slice(end + 1, end + 1 + Math.min(length, JUDGED)))) return undefined;
      filled++;
    }
    end += 1 + length;
  }
  return filled > 0 && endsToken(text, end) && text[end] !== '[' && text[end] !== '<' ? end : undefined;
}

/** RFC 7515 section 4: the header says the algorithm, and mostly the type. */
function isHeader(encoded: string): boolean {
  if (encoded.length < SHORTEST_HEADER) return false;
  const text = Buffer.from(encoded, 'base64url').toString('utf8');
  // Most of what is no header is told without the cost of an exception.
  if (!text.trimEnd().endsWith('}')) return false;
  try {
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null && ('alg' in header || 'typ' in header || 'enc' in header);
  } catch {
    return false;
  }
}
