import type { Detection, PiiDetector } from '../detector.ts';
import { keyWords } from '../key-words.ts';

const NONE: readonly Detection[] = [];
const LONGEST = 400;
const ONE = new Set('lat latitude lon lng long longitude'.split(' '));
const PAIR = new Set(
  'geo geolocation location coordinates coordinate coords latlng latlon latlong gps position lat latitude'.split(' '),
);
/** Without one of these in its key, a place is not looked for. */
export const PLACE_WORDS: ReadonlySet<string> = new Set([...ONE, ...PAIR]);
/** `http.lat` is a latency, `scroll.position` and `code.location` are places of nobody. */
const OTHER = new Set(
  'latency http rpc db avg mean median min max scroll cursor mouse pointer code source file'.split(' '),
);
const PERCENTILE = /^p\d{2,4}$/;
/** Three decimals are a street: less is a town. */
const DEGREES = /^\s{0,4}[+-]?\d{1,3}\.\d{3,17}\s{0,4}$/;
const DEGREES_PAIR = /(?<![\w.])[+-]?\d{1,2}\.\d{3,17}[,;\s]\s{0,3}[+-]?\d{1,3}\.\d{3,17}(?![\w.])/;
const LONGITUDE_FIRST = /(?<![\w.])[+-]?\d{1,3}\.\d{3,17}[,;\s]\s{0,3}[+-]?\d{1,2}\.\d{3,17}(?![\w.])/;

/** Where somebody is, to a street or nearer, by the key that says so. */
export const GEO_LOCATION: PiiDetector = {
  name: 'geo-location',
  kind: 'location',
  confidence: 'medium',
  detect(text, { key, words }) {
    if (text.length < 5 || text.length > LONGEST || key === undefined) return NONE;
    if (!words.some(word => PLACE_WORDS.has(word))) return NONE;
    const own = keyWords(key);
    if (own.some(word => OTHER.has(word) || PERCENTILE.test(word))) return NONE;
    if (ONE.has(own.at(-1) ?? '') && DEGREES.test(text)) return trimmed(text);
    if (!words.some(word => PAIR.has(word))) return NONE;
    const match = DEGREES_PAIR.exec(text) ?? LONGITUDE_FIRST.exec(text);
    return match === null ? NONE : [{ start: match.index, end: match.index + match[0].length }];
  },
};

function trimmed(text: string): readonly Detection[] {
  const start = text.length - text.trimStart().length;
  return [{ start, end: text.trimEnd().length }];
}
