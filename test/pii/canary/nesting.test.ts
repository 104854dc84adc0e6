import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canary } from '../../../src/pii/canary/canary.ts';
import { CanarySearch } from '../../../src/pii/canary/canary-search.ts';
import { contentsOf } from '../../../src/pii/canary/contents.ts';
import { runs } from '../../runs.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const charsAs = (text: string, write: (code: number) => string): string =>
  Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('');

const ENCODERS: Readonly<Record<string, (text: string) => string>> = {
  percent: encodeURIComponent,
  everyByte: text => bytes(text).toString('hex').replace(/../g, '%$&'),
  jsonEscaped: text => JSON.stringify(text).slice(1, -1),
  unicode: text => charsAs(text, code => `\\u${code.toString(16).padStart(4, '0')}`),
  decimal: text => charsAs(text, code => `&#${code};`),
  hexadecimal: text => charsAs(text, code => `&#x${code.toString(16)};`),
  base64: text => bytes(text).toString('base64'),
  base64url: text => bytes(text).toString('base64url'),
  hex: text => bytes(text).toString('hex'),
  upperHex: text => bytes(text).toString('hex').toUpperCase(),
  gzip: text => gzipSync(text).toString('base64'),
  deflate: text => deflateSync(text).toString('base64'),
  rawDeflate: text => deflateRawSync(text).toString('base64'),
};
/** What stands around it: an encoded value is a word of its own. */
const AROUND: Readonly<Record<string, (text: string) => string>> = {
  nothing: text => text,
  json: text => JSON.stringify({ id: 17, customer: { note: text } }),
  sentence: text => `no such customer: ${text}, giving up`,
  query: text => `https://shop.example.org/find?page=2&q=${encodeURIComponent(text)}&sort=asc`,
  quotes: text => `SELECT 1 FROM t WHERE a = '${text.replaceAll("'", "''")}'`,
};
const CASES: Readonly<Record<string, (text: string) => string>> = {
  same: text => text,
  upper: text => text.toUpperCase(),
  grouped: text => text.match(/.{1,4}/g)?.join(' ') ?? '',
  reversed: text => [...text].reverse().join(''),
};

const anyOf = (choices: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(choices));

test('a value of any person is found in up to three encodings, whatever they are and whatever is around', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.nat(6),
      anyOf(CASES),
      anyOf(AROUND),
      fc.array(anyOf(ENCODERS), { minLength: 0, maxLength: 3 }),
      anyOf(AROUND),
      (seed, entry, form, inner, chain, outer) => {
        const values = contentsOf(canary.person({ seed }))?.values ?? [];
        const value = values[entry]?.value ?? '';
        // What a URL encodes is one encoding more.
        const isOver = chain.length === 3 && (inner === 'query' || outer === 'query');
        const written = CASES[form]?.(value) ?? '';
        let text = AROUND[isOver ? 'sentence' : inner]?.(written) ?? '';
        for (const name of chain.slice(0, inner === 'query' && outer === 'query' ? 1 : 2))
          text = ENCODERS[name]?.(text) ?? '';
        if (!isOver && chain.length < 3) text = AROUND[outer]?.(text) ?? '';
        else text = ENCODERS[chain[2] ?? '']?.(text) ?? text;
        const hits = new CanarySearch(values, []).find(text);
        expect(hits.map(hit => hit.entry)).toContain(entry);
      },
    ),
    { numRuns: runs(3_000), seed: 6 },
  );
});
