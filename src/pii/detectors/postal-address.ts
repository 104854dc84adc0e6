import { type AddressKey, addressKey } from '../address-key.ts';
import type { Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';

const NONE: readonly Detection[] = [];
const MIN = 3;
const LONGEST = 400;
const LETTERS = /\p{L}{2}/u;
/** Hosts, URLs, e-mail addresses, paths, ids, JSON: addresses of something else. */
const OTHER =
  /:\/\/|@|^[\s]*[{[<]|^\/|^0x[\da-f]+$|^[\da-f]{16,}$|^(?:\d{1,3}\.){3}\d{1,3}|^[\w-]+(?:\.[\w-]+)+(?::\d+)?$|:\d{2,5}$|^(?:true|false)$/i;
const PLACEHOLDER = /^\s*(?:unknown|none|n\/a|test|default|same as .{1,40}|not (?:set|given|provided)|string)\s*$/i;
/** One word with digits or underscores is an id. */
const WORD = /^[\w-]+$/;
const DIGIT = /\d/;
const THREE_WORDS = /\p{L}{2} \p{L}{1,30} \p{L}/u;
const STREET_WORD =
  /(?:street|avenue|road|lane|drive|boulevard|square|court|place|way|terrace|stra(?:ß|ss)e|weg|platz|allee|gasse|straat|laan|plein|gatan|v\u00e4gen|gade|vej|gate|veien|katu|tie|utca|\u00fat)(?![\p{L}])|(?<![\p{L}])(?:rue|avenue|av|ave|blvd|st|rd|dr|ln|chemin|all\u00e9e|calle|carrera|avenida|plaza|paseo|via|viale|piazza|corso|rua|travessa|largo|ul|ulica|al|ulitsa|ул|улица|проспект|jalan|jl|po box|postfach|apt|suite|unit|flat|floor)(?![\p{L}])/iu;
/** Postal codes of most countries have digits, and few letters. */
const POSTAL_CODE = /^\s{0,4}(?:[A-Z]{1,2}[- ]?)?(?=[A-Z\d -]{0,8}\d)[A-Z\d]{2,5}[- ]?[A-Z\d]{0,4}\s{0,4}$/i;

/** Postal addresses, streets and postal codes, by the key that says so and a value that could be one. */
export const POSTAL_ADDRESS: PiiDetector = {
  name: 'postal-address',
  kind: 'location',
  confidence: 'medium',
  detect(text, context) {
    if (text.length < MIN || text.length > LONGEST || context.words.length === 0) return NONE;
    const { kind, isPersons } = addressKey(context);
    if (kind === 'none' || isRedacted(text)) return NONE;
    const isOne = kind === 'postal code' ? POSTAL_CODE.test(text) : isAddress(text, kind, isPersons);
    return isOne ? trimmed(text, kind) : NONE;
  },
};

/** `address` alone is said of much else: its value must have a number, and the word of a street or a comma. */
function isAddress(text: string, kind: AddressKey, isPersons: boolean): boolean {
  if (!LETTERS.test(text) || OTHER.test(text) || PLACEHOLDER.test(text)) return false;
  if (WORD.test(text) && /[\d_]/.test(text)) return false;
  if (kind !== 'address') return true;
  const hasStreet = STREET_WORD.test(text) || /,\s/.test(text) || isIdeographic(text);
  return isPersons ? hasStreet || DIGIT.test(text) || THREE_WORDS.test(text) : hasStreet && DIGIT.test(text);
}

function isIdeographic(text: string): boolean {
  return /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{4}/.test(text);
}

function trimmed(text: string, form: string): readonly Detection[] {
  const start = text.length - text.trimStart().length;
  return [{ start, end: text.trimEnd().length, form }];
}
