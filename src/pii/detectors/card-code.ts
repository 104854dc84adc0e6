import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { keyWords } from '../key-words.ts';
import { NameIndex } from '../name-index.ts';

const NONE: readonly Detection[] = [];
type Code = 'CVV' | 'PIN';

/** Names of a code in a key. */
export const CARD_CODE_NAMES = new NameIndex<Code>([
  ...'cvv, cvv2, cvc, cvc2, csc, cvn, cav2, card verification, card verification value, card verification code, card code, security code, card security code, kartenpruf nummer, karten pruf nummer, pruf nummer, codigo seguridad, codigo de seguridad, code securite, code de securite, cryptogramme'
    .split(', ')
    .map((name): readonly [string, Code] => [name, 'CVV']),
  ...'pin, card pin, user pin, personal identification number'
    .split(', ')
    .map((name): readonly [string, Code] => [name, 'PIN']),
]);
/** About the code. */
const ABOUT = new Set(
  'id ids count length len size status result results check checks response required enabled valid provided present match matches attempt attempts tries retries type version format hash at time timestamp date expiry'.split(
    ' ',
  ),
);
/** Of a pin that is a part of a device or of a map. */
const DEVICE = new Set(
  'gpio led hardware board connector chip analog digital adc dac pwm spi i2c uart rfid map drop bowling tumbler'.split(
    ' ',
  ),
);
const VALUES: Readonly<Record<Code, RegExp>> = { CVV: /^\s{0,4}(\d{3,4})\s{0,4}$/, PIN: /^\s{0,4}(\d{4,8})\s{0,4}$/ };
const LONGEST = 16;
/** `CVV 123`, `cvc2: 123`. */
const NAMED =
  /(?<![a-z\d])(?:cvv2?|cvc2?|security code)(?: (?:is|code|number|no))?[ :=#'"(]{1,4}(\d{3,4})(?![\d.,]\d|[\w-])/gi;

/** A card's verification code, and PINs, by the key or the word that says so. */
export const CARD_CODE: PiiDetector = {
  name: 'card-code',
  kind: 'card',
  confidence: 'medium',
  detect(text, context) {
    if (text.length < 3) return NONE;
    const code = text.length <= LONGEST ? keyedCode(context) : undefined;
    if (code !== undefined) {
      const value = VALUES[code].exec(text)?.[1];
      if (value === undefined) return NONE;
      const start = text.indexOf(value);
      return [{ start, end: start + value.length, form: code }];
    }
    return /cvv|cvc|security code/i.test(text) ? named(text) : NONE;
  },
};

function keyedCode({ key, words }: DetectContext): Code | undefined {
  if (key === undefined) return undefined;
  const [code] = CARD_CODE_NAMES.inWords(words);
  if (code === undefined || words.some(word => DEVICE.has(word))) return undefined;
  return keyWords(key).some(word => ABOUT.has(word)) ? undefined : code;
}

function named(text: string): readonly Detection[] {
  return Array.from(text.matchAll(NAMED), ({ 0: all, 1: value = '', index }) => {
    const end = index + all.length;
    return { start: end - value.length, end, form: 'CVV' };
  });
}
