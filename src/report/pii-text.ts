import type { FoundIn, PiiVerdict } from '../pii/verdict.ts';
import { gapLines, gapSummary } from './gaps-text.ts';
import type { Style } from './page.ts';
import { plain, quote } from './quote.ts';
import { alignRows, count } from './rows.ts';

const MAX_FOUND = 12;

/** What each kind is called. */
const KINDS: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  card: 'payment card',
  iban: 'bank account (IBAN)',
  phone: 'phone number',
  'national-id': 'national id',
  ip: 'IP address',
  name: 'name of a person',
  'birth-date': 'date of birth',
  location: 'location',
  credential: 'credential',
  secret: 'secret',
  'private-key': 'private key',
  'sensitive-attribute': 'sensitive attribute',
};

/** What of a statement, a URL, an exception or a header one does about it. */
const MENDS: readonly (readonly [path: RegExp, advice: string])[] = [
  [
    /db\.(?:query\.text|statement)/,
    'pass it as a parameter; the instrumentation then records the statement with placeholders.',
  ],
  [/db\.query\.parameter/, 'leave the parameters of queries out: they are not recorded unless an option asks for it.'],
  [
    /url\.(?:full|query|path)|http\.(?:url|target)/,
    'redact it where the URL is built or recorded, as the semantic conventions ask for signatures and user parts; or send it in the body.',
  ],
  [/exception\.|status message/, 'leave the value out of the error message, or redact it in a span processor.'],
  [/http\.(?:request|response)\.header/, 'take the header off the list of those that are captured.'],
  [/baggage/, 'do not put it into baggage: it goes to every service behind.'],
  [/gen_ai\./, 'turn the capture of message content off.'],
];

/** Why `toBeFreeOfPii`, or its negation, does not hold. No value is ever in it. */
export function piiText(verdict: PiiVerdict, { negated, palette }: Style): string {
  const { found, gaps, outcome, scanned, allowances } = verdict;
  const errors = found.filter(({ finding }) => finding.level === 'error');
  const unused = allowances.filter(({ uses }) => uses === 0);
  const what = scanned.records > 0 ? count(scanned.records, 'log record') : count(scanned.spans, 'span');
  const blocks: string[][] = [];
  if (outcome === 'incomplete') {
    blocks.push([`INCOMPLETE: nothing was found in what arrived, but not all did (${gapSummary(gaps)}).`]);
  }
  if (negated)
    blocks.push([`Expected personal data or a secret in ${what}. Found none among ${count(scanned.values, 'value')}.`]);
  else if (errors.length > 0)
    blocks.push([`Expected no personal data and no secrets in ${what}. Found ${errors.length}:`]);
  if (outcome === 'incomplete') blocks.push(alignRows([['Missing:', ...gapLines(gaps)]]));
  if (!negated) {
    for (const [index, one] of found.slice(0, MAX_FOUND).entries())
      blocks.push(foundLines(one, index + 1, palette.received));
    if (found.length > MAX_FOUND) blocks.push([`... and ${found.length - MAX_FOUND} more`]);
  }
  if (unused.length > 0) {
    const head =
      verdict.strict && errors.length === 0
        ? 'These allowances allow nothing here, and the policy is strict:'
        : 'These allowances allowed nothing here:';
    blocks.push([head, ...unused.map(({ text, reason }) => `  ${plain(text, 100)} (${plain(reason, 60)})`)]);
  }
  const [first] = errors;
  if (first !== undefined && !negated) {
    blocks.push([
      `To accept one, with a reason: { allow: [{ fingerprint: '${first.finding.fingerprint}', reason: '...' }] }`,
    ]);
  }
  return blocks.map(block => block.join('\n')).join('\n\n');
}

function foundLines({ finding, source }: FoundIn, number: number, paint: (text: string) => string): string[] {
  const { kind, form, mask, service, span, path, position, level, confidence } = finding;
  const named = `${KINDS[kind] ?? kind}${form === undefined ? '' : ` (${plain(form, 40)})`}`;
  const warning = level === 'warn' ? ', a warning' : '';
  const sure = confidence === 'high' ? '' : `, ${confidence} confidence`;
  const spanKind = source !== undefined && 'kind' in source ? `${source.kind} ` : '';
  const who = [
    ...(service === undefined ? [] : [plain(service, 60)]),
    ...(span === undefined ? (source === undefined ? [] : ['log record']) : [`${spanKind}${quote(span, 80)}`]),
  ];
  const where = position === undefined ? '' : ` (characters ${position.start + 1} to ${position.end})`;
  const mend = MENDS.find(([pattern]) => pattern.test(path))?.[1];
  return [
    `${number}. ${named}   ${paint(plain(mask, 80))}${sure}${warning}`,
    `   ${[...who, `${plain(path, 240)}${where}`].join(', ')}`,
    ...(mend === undefined ? [] : [`   Mend: ${mend}`]),
    `   fingerprint ${finding.fingerprint}, by ${plain(finding.detector, 60)}`,
  ];
}
