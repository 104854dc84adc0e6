/** Nothing else is called so. */
const STRONG =
  'redacted|filtered|masked|scrubbed|sanitized|sanitised|obfuscated|censored|suppressed|elided|anonymized|anonymised';
/** What is in front of other words, too: a redaction alone, or in brackets. */
const WEAK =
  'hidden|removed|omitted|stripped|secret|sensitive|private|protected|confidential|placeholder|not shown|snip';
/** Longer than any redaction; a mask of every character may be longer. */
const LONGEST = 128;
/** More blanks are in a sentence. */
const MOST_BLANKS = 4;

const MASK_ONLY = /^[*xX•●■█#?_.…[\](){}<>\s-]+$/;
const ZEROS = /^0[0-]{7,63}$/;
const WORD = new RegExp(
  `^[-_*]{0,3}(?:(?:${STRONG})(?:[-_: ][\\w.:-]{1,32}){0,3}|(?:${WEAK})(?:[-_: ](?:value|data|info|text|key|token))?)[-_*]{0,3}$`,
  'i',
);
const BRACKETED = new RegExp(`[[({<] ?(?:data )?(?:${STRONG}|${WEAK})\\b`, 'i');
/** Within what was left: `sk-ant-api03-REDACTED`, `AIzaREDACTED`. */
const STRONG_WITHIN = new RegExp(`(?:^|[^A-Za-z])(?:${STRONG})(?:[^A-Za-z]|$)`, 'i');
const UPPER_WITHIN = /REDACTED|FILTERED|MASKED/;
/** Where pairs are, one of them may be redacted, and the next one not. */
const PAIRS = /[=;,&"]/;
const NOTHING =
  /^(?:null|none|nil|undefined|nan|n\/a|unset|empty|void|default|true|false|yes|no|on|off|""|''|\{\}|\[\])$/i;
/** `?`, `?1`, `$1`, `:name`, `@p0`, `%s`, `%(name)s`: where a statement's value would stand. */
const PARAMETER =
  /^(?:\?\d{0,3}|\$\d{1,3}|\$[A-Za-z_]\w{0,63}|:[A-Za-z_]\w{0,63}|:\d{1,3}|@p\d{1,3}|%[sdv]|%\([A-Za-z_]\w{0,63}\)s)$/;
/** `${VAR}`, `$VAR`, `{{var}}`, `{var}`, `#{var}`, `%VAR%`, `<your token>`, `process.env.VAR`: what a template fills in. */
const TEMPLATE =
  /^(?:[$#%]?\{{1,3}[^{}"':,]{0,128}\}{1,3}|\$[A-Z_][A-Z0-9_]{1,63}|\$\([^()]{1,64}\)|%[A-Z_][A-Z0-9_]{1,63}%|<[A-Za-z][\w .:|-]{0,64}>|(?:process\.env|env|secrets|vars)\.\w{1,64}|\$env:\w{1,64})$/;
/** `[PASSWORD]`, `(token)`, `<user:password>`, `PASSWORD`: the name of what would stand there. */
const NAMED_PLACEHOLDER =
  /^(?:[[(<{](?:your[-_ ])?(?:pass(?:word|phrase|wd)?|pwd|token|secret|api[-_ ]?key|key|user(?:name)?|credentials?|value|here)(?::(?:pass(?:word)?|pwd|secret|token))?[\])>}]|PASSWORD|PASSWD|TOKEN|SECRET|API_?KEY)$/i;
/**
 * Encrypted where it is kept: SOPS and hiera-eyaml (`ENC[...]`), Jasypt (`ENC(...)`), Spring (`{cipher}...`), Ansible's
 * vault, sealed secrets, Jenkins, dotenvx, AWS KMS, and references that a store answers.
 */
const ENCRYPTED =
  /^(?:ENC(?:RYPTED)?|(?:ENC[[(]|\{cipher\}|encrypted:[A-Za-z\d+/=]{16}|enc:v?\d?:?[A-Za-z\d+/=]{16}|secure:v\d:|AQICAH[A-Za-z\d+/]{40}|\{\{resolve:|\$\{(?:env|ssm|file|sys|vault|secretsmanager|param|secret|opt|self|cf)[:(.])\S{0,16384}|\{AQA[A-Za-z\d+/]{16,4096}={0,2}\})$/i;
/** Encrypted texts of several lines: of Ansible's vault, PGP and age. */
const ENCRYPTED_LINES = /^(?:!vault\b|\$ANSIBLE_VAULT|-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE))/i;
/** kubeseal: a session key under RSA, and the value under that. */
const SEALED = /^Ag[A-D][A-Za-z\d+/]{125,16384}={0,2}$/;
const YOURS = /^(?:your|my|insert|enter|put)[-_ ][a-z_ -]{0,40}(?:key|token|secret|password|pass|pwd|here|id|value)$/i;
/** One token of which a part is masked: `****1234`, `sk_live_****abcd`, `4242xxxxxxxx4242`, our own `***#1`, and its mark. */
const ONE_TOKEN = /^[\w.~+/=:@*•●■█#\ufdd0-\ufdef-]*$/;
const MASK_INSIDE = /\*{3}|•{3}|●{3}|█{3}|x{8}|X{8}/;
/** A vendor's prefix or a token's header, and nothing behind it. */
const PREFIX_ALONE = /^(?:(?:[A-Za-z\d]{1,12}[-_.]){1,3}|eyJ[\w-]{4,120}\.{1,2})$/;
/** `ghp_...`, `AKIA…ABCD`: what is shown of both ends. */
const SHORTENED = /^[\w.~+/=:@-]{0,12}(?:…|\.{3})[\w.~+/=:@-]{0,12}$/;
const LAST_FOUR = /^\w{0,4}[xX]{4,7}\w{0,4}$/;

/**
 * Whether somebody has taken the value out already, or it is a placeholder for one: `***`, `[REDACTED]`, `<redacted>`,
 * `xxxx`, `****1234`, `?`, `$1`, `:name`, `${VAR}`, `null`, nothing at all; or it is encrypted: `ENC[...]`.
 */
export function isRedacted(text: string): boolean {
  const value = unquoted(decoded(text.trim()));
  if (value === '' || isEncrypted(value)) return true;
  if (value.length > LONGEST) return isMasked(value);
  return (
    isMasked(value) ||
    isReplaced(value) ||
    NOTHING.test(value) ||
    PARAMETER.test(value) ||
    TEMPLATE.test(value) ||
    NAMED_PLACEHOLDER.test(value) ||
    YOURS.test(value) ||
    PREFIX_ALONE.test(value)
  );
}

/** Whether a text is one value that is encrypted where it is kept, and nothing else. */
export function isEncrypted(text: string): boolean {
  return ENCRYPTED.test(text) || ENCRYPTED_LINES.test(text) || SEALED.test(text);
}

function isMasked(value: string): boolean {
  return (
    MASK_ONLY.test(value) ||
    ZEROS.test(value) ||
    LAST_FOUR.test(value) ||
    SHORTENED.test(value) ||
    (MASK_INSIDE.test(value) && ONE_TOKEN.test(value))
  );
}

function isReplaced(value: string): boolean {
  if (WORD.test(value)) return true;
  if (PAIRS.test(value) || value.split(' ').length > MOST_BLANKS + 1) return false;
  return BRACKETED.test(value) || (!value.includes(' ') && (STRONG_WITHIN.test(value) || UPPER_WITHIN.test(value)));
}

/** In URLs the stars and brackets of a redaction are percent-encoded. */
function decoded(value: string): string {
  if (!value.includes('%') || value.length > LONGEST * 3) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function unquoted(value: string): string {
  const quote = value[0];
  return value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote) ? value.slice(1, -1) : value;
}
