import type { DirectHit } from './direct-hit.ts';

/** How a value is written that was found: `base64 of JSON, field card.number`, `grouped by 4`, `plain`. */
export function encodingName(steps: readonly string[], text: string, hit: DirectHit): string {
  const field = fieldOf(text, hit);
  const form = formOf(text, hit);
  const outer = steps.join(' of ');
  if (field !== undefined) {
    const json = outer === '' ? `in JSON, field ${field}` : `${outer} of JSON, field ${field}`;
    return form === 'plain' ? json : `${json}, ${form}`;
  }
  if (outer === '') return form;
  return form === 'plain' ? outer : `${outer}, ${form}`;
}

function formOf(text: string, { needle, start, end, isCut }: DirectHit): string {
  const parts = needle.part === undefined ? [] : [needle.part];
  const written = writtenAs(text.slice(start, end), needle.plain.trim(), needle.isReversed, isCut);
  const forms = [...parts, ...(written === undefined ? [] : [written]), ...(isCut ? ['cut off'] : [])];
  return forms.length === 0 ? 'plain' : forms.join(', ');
}

/** What is different about it; undefined for nothing. */
function writtenAs(raw: string, value: string, isReversed: boolean, isCut: boolean): string | undefined {
  if (isReversed) return 'reversed';
  const plain = bare(value);
  const { length } = bare(raw);
  const own = !isCut ? plain : plain.endsWith(bare(raw)) ? plain.slice(-length) : plain.slice(0, length);
  if (bare(raw) !== own) {
    if (bare(raw).toLowerCase() !== own.toLowerCase()) return 'in other letters';
    if (raw === raw.toUpperCase()) return 'upper case';
    return raw === raw.toLowerCase() ? 'lower case' : 'in other letter case';
  }
  if (raw === trimmedTo(value, raw.length) || isCut) return undefined;
  if (/^(?:[^\s-]{4}[ -])+[^\s-]{1,4}$/.test(raw)) return 'grouped by 4';
  return raw === plain ? 'without separators' : 'with other separators';
}

/** The value without the signs around it, which are not looked for. */
function trimmedTo(value: string, length: number): string {
  const start = value.search(/[\p{L}\p{N}]/u);
  return value.slice(start, start + length);
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Longer ones are not parsed for a name. */
const MAX_JSON = 65_536;

/** The member of a JSON text in which it is, or of a line that is one; undefined where there is none. */
function fieldOf(text: string, { needle, start, end }: DirectHit): string | undefined {
  const raw = text.slice(start, end);
  const line = text.slice(text.lastIndexOf('\n', start) + 1, (text.indexOf('\n', end) + 1 || text.length + 1) - 1);
  for (const json of new Set([text, line])) {
    if (json.length > MAX_JSON || !/^\s{0,9}[[{]/.test(json)) continue;
    try {
      return memberWith(JSON.parse(json), raw, needle.plain, '');
    } catch {
      // Then it only began like one.
    }
  }
  return undefined;
}

function memberWith(value: unknown, raw: string, plain: string, path: string): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') {
    const own = String(value);
    return path !== '' && (own.includes(raw) || own.includes(plain)) ? path : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const step = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = memberWith(member, raw, plain, step);
    if (found !== undefined) return found;
  }
  return undefined;
}
