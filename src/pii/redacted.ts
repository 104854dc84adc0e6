const WORDS =
  'redacted|filtered|masked|hidden|removed|scrubbed|sanitized|sanitised|omitted|elided|obfuscated|stripped|secret|sensitive|private|protected|confidential|censored|suppressed|placeholder|not shown|data removed|snip';
/** Longer than any redaction; a mask of every character may be longer. */
const LONGEST = 256;

const MASK_ONLY = /^[*xX•●█#?_.…\s-]+$/;
const WORD = new RegExp(`^[-_*"']{0,3}(?:${WORDS})(?:[-_: ][\\w .:-]{0,64})?[-_*"']{0,3}$`, 'i');
const BRACKETED = new RegExp(`^[[({<]{1,2} ?(?:${WORDS})\\b[^\\])}>]{0,64}[\\])}>]{1,2}$`, 'i');
const NOTHING =
  /^(?:null|none|nil|undefined|nan|n\/a|unset|empty|void|default|true|false|yes|no|on|off|""|''|\{\}|\[\])$/i;
/** `?`, `?1`, `$1`, `:name`, `@p0`, `%s`, `%(name)s`: where a statement's value would stand. */
const PARAMETER = /^(?:\?\d{0,3}|\$\d{1,3}|:[A-Za-z_]\w{0,63}|:\d{1,3}|@p\d{1,3}|%[sdv]|%\([A-Za-z_]\w{0,63}\)s)$/;
/** `${VAR}`, `$VAR`, `{{var}}`, `{var}`, `#{var}`, `%VAR%`, `<your token>`, `process.env.VAR`: what a template fills in. */
const TEMPLATE =
  /^(?:[$#%]?\{{1,3}[^{}]{0,128}\}{1,3}|\$[A-Z_][A-Z0-9_]{1,63}|\$\([^()]{1,64}\)|%[A-Z_][A-Z0-9_]{1,63}%|<[A-Za-z][\w .:|-]{0,64}>|(?:process\.env|env|secrets|vars)\.\w{1,64}|\$env:\w{1,64})$/;
const YOURS = /^(?:your|my|insert|enter|put)[-_ ][a-z_ -]{0,40}(?:key|token|secret|password|pass|pwd|here|id|value)$/i;
/** One token of which a part is masked: `****1234`, `sk_live_****abcd`, `4242xxxxxxxx4242`. */
const PARTLY_MASKED = /^[\w.~+/=:@-]*(?:\*{3,}|•{3,}|●{3,}|█{3,}|x{8,}|X{8,})[\w.~+/=:@*•●█-]*$/;
const LAST_FOUR = /^\w{0,4}[xX]{4,7}\w{0,4}$/;

/**
 * Whether somebody has taken the value out already, or it is a placeholder for one: `***`, `[REDACTED]`, `<redacted>`,
 * `xxxx`, `****1234`, `?`, `$1`, `:name`, `${VAR}`, `null`, nothing at all.
 */
export function isRedacted(text: string): boolean {
  const value = decodedStars(text.trim());
  if (value === '') return true;
  if (value.length > LONGEST) return isMasked(value);
  return (
    isMasked(value) ||
    WORD.test(value) ||
    BRACKETED.test(value) ||
    NOTHING.test(value) ||
    PARAMETER.test(value) ||
    TEMPLATE.test(value) ||
    YOURS.test(value)
  );
}

function isMasked(value: string): boolean {
  return MASK_ONLY.test(value) || LAST_FOUR.test(value) || PARTLY_MASKED.test(value);
}

/** In URLs the stars and brackets of a redaction are percent-encoded. */
function decodedStars(value: string): string {
  if (!value.includes('%')) return value;
  return value
    .replace(/%2A/gi, '*')
    .replace(/%5B/gi, '[')
    .replace(/%5D/gi, ']')
    .replace(/%3C/gi, '<')
    .replace(/%3E/gi, '>');
}
