import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { type IndexedKeyword, type KeywordScan, keywordIndex } from '../vendor-tokens/keyword-index.ts';
import { matchAfterName, matchUnderName, namedTokens, SHORTEST_NAME } from '../vendor-tokens/match-named.ts';
import { matchPrefixed } from '../vendor-tokens/match-prefixed.ts';
import type { NamedToken, PrefixedToken } from '../vendor-tokens/vendor-token.ts';
import { VENDOR_TOKENS } from '../vendor-tokens/vendor-tokens.ts';

const NONE: readonly Detection[] = [];
/** No token is shorter. */
const SHORTEST = 12;

type Indexed = PrefixedToken | readonly NamedToken[];

/** Made when the first text is looked through. */
let index: KeywordScan<Indexed> | undefined;

function scan(...given: Parameters<KeywordScan<Indexed>>): void {
  index ??= keywordIndex([...prefixes(), ...names()]);
  index(...given);
}

function prefixes(): IndexedKeyword<Indexed>[] {
  return VENDOR_TOKENS.flatMap(token =>
    token.type === 'prefixed'
      ? token.prefixes.map(keyword => ({ keyword, anyCase: false, value: token as Indexed }))
      : [],
  );
}

/** Each name, with what may stand between its words. */
function names(): IndexedKeyword<Indexed>[] {
  const written = new Set(VENDOR_TOKENS.flatMap(token => (token.type === 'named' ? token.keywords : [])));
  const spelled = [...written]
    .filter(name => name.length >= SHORTEST_NAME)
    .flatMap(name => ['', ' ', '_', '-', '.'].map(between => [name.replaceAll(' ', between), name] as const));
  return [...new Map(spelled)].map(([keyword, name]) => ({
    keyword,
    anyCase: true,
    value: namedTokens().get(name.replaceAll(' ', '')) ?? [],
  }));
}

/** Keys, tokens and secrets of cloud and other vendors, by the forms that these document. */
export const VENDOR_TOKEN: PiiDetector = {
  name: 'vendor-token',
  kind: 'secret',
  confidence: 'high',
  detect: (text, context) => (text.length < SHORTEST ? NONE : detectTokens(text, context)),
  mask: value => `${publicPrefix(value)}***`,
};

function detectTokens(text: string, context: DetectContext): readonly Detection[] {
  let found: Detection[] | undefined;
  scan(text, ({ keyword, value }, index) => {
    const match =
      'type' in value ? matchOf(text, index, keyword, value) : matchNamed(text, index, index + keyword.length, value);
    if (match === undefined) return undefined;
    found ??= [];
    found.push(match);
    return match.end;
  });
  if (found !== undefined) return found;
  const under = matchUnderName(text, context);
  if (under === undefined) return NONE;
  const { vendor, ...match } = under;
  return [{ ...match, form: vendor }];
}

function matchOf(text: string, index: number, prefix: string, token: PrefixedToken): Detection | undefined {
  const match = matchPrefixed(text, index, prefix, token);
  return match && { ...match, form: token.vendor };
}

function matchNamed(text: string, start: number, end: number, tokens: readonly NamedToken[]): Detection | undefined {
  const match = matchAfterName(text, start, end, tokens);
  return match && { start: match.start, end: match.end, confidence: match.confidence, form: match.vendor };
}

const PUBLIC_PREFIXES = VENDOR_TOKENS.flatMap(token =>
  token.type === 'prefixed' && token.before === undefined ? token.prefixes : [],
).sort((a, b) => b.length - a.length);

/** What all of a vendor's tokens begin with. */
function publicPrefix(value: string): string {
  return PUBLIC_PREFIXES.find(prefix => value.startsWith(prefix)) ?? '';
}
