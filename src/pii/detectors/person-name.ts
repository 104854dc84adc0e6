import type { Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';

const NONE: readonly Detection[] = [];
const LONGEST = 80;
/** One word that is enough. */
const WORDS = new Set(
  'firstname lastname fullname surname forename givenname familyname middlename maidenname nachname vorname cardholder cardholdername accountholder nombre apellido apellidos prenom'.split(
    ' ',
  ),
);
/** What stands before `name`, in a key, when a person has it. */
const BEFORE_NAME = new Set(
  'first last full given family middle maiden customer person patient cardholder holder employee contact recipient passenger guest student applicant beneficiary payer payee shopper subscriber'.split(
    ' ',
  ),
);
/** What else has a full name: a repository, a chart, a class, a test. */
const THINGS = new Set(
  'repo repository helm chart release project package module class method function file service branch image host domain org organization organisation table bucket queue topic schema build job workflow pipeline plugin deployment pod node container cluster database label git github gitlab bitbucket docker k8s kubernetes npm maven test tests suite spec case fixture assembly namespace role permission metric task step stage action ref tag artifact server machine computer kernel os process thread'.split(
    ' ',
  ),
);
const PEOPLE = new Set(
  'user customer person patient author committer employee contact recipient passenger guest student applicant member account owner holder cardholder client sender signer buyer seller'.split(
    ' ',
  ),
);
/** `shop-backend`, `org/repo`, `cart_item`: nobody's full name. */
const IDENTIFIER = /^[a-z\d]+(?:[-_/.:][a-z\d]+)+$/;
/** Without one of these in its key, a name is not looked for. */
export const NAME_WORDS: ReadonlySet<string> = new Set(['name', ...WORDS]);
/** Letters of names, with what stands between them. */
const NAME = /^\p{L}[\p{L}\p{M}'’.-]{0,39}(?:[ ,]{1,2}[\p{L}\p{M}'’.-]{1,40}){0,4}$/u;
const PLACEHOLDER =
  /^(?:unknown|anonymous|test|guest|default|system|admin|root|nobody|n\/?a|first|last|name|full name|string)$/i;

/** Names of people, by the key that says so, and a value that could be one. */
export const PERSON_NAME: PiiDetector = {
  name: 'person-name',
  kind: 'name',
  confidence: 'medium',
  detect(text, { words }) {
    if (text.length > LONGEST || !isNameKey(words)) return NONE;
    const value = text.trim();
    // One letter is an initial; one of Chinese or Korean is a name.
    if (/^[ -~]?$/.test(value)) return NONE;
    if (!NAME.test(value) || PLACEHOLDER.test(value) || isRedacted(value)) return NONE;
    if (isFullName(words) && (isOfThing(words) || IDENTIFIER.test(value))) return NONE;
    const start = text.indexOf(value);
    return [{ start, end: start + value.length }] satisfies Detection[];
  },
};

/** The words of the nearest key come first, in its order. */
function isNameKey(words: readonly string[]): boolean {
  for (const [index, word] of words.entries()) {
    if (WORDS.has(word)) return true;
    if (word !== 'name') continue;
    const before = words[index - 1] ?? '';
    if (BEFORE_NAME.has(before) || (before === 'display' && words.some(one => PEOPLE.has(one)))) return true;
  }
  return false;
}

function isFullName(words: readonly string[]): boolean {
  return words.some((word, index) => word === 'fullname' || (word === 'full' && words[index + 1] === 'name'));
}

/** `REPO_FULL_NAME`, `helm.fullname`; not `repo.author.full_name`. */
function isOfThing(words: readonly string[]): boolean {
  return words.some(word => THINGS.has(word)) && !words.some(word => PEOPLE.has(word));
}
