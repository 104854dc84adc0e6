import type { Span } from '../../model/trace.ts';
import type {
  IdentityFault,
  ServiceIdentityVerdict,
  UnidentifiedService,
} from '../../query/service-identity/verdict.ts';
import { besideText, type ExplainStray } from '../beside-text.ts';
import { wantedLines } from '../field-text.ts';
import { gapLines, notWholeText } from '../gaps-text.ts';
import { page, type Style } from '../page.ts';
import { plain } from '../quote.ts';
import { alignRows, atMost, count, list, type Row } from '../rows.ts';
import { valueText } from '../value-text.ts';

const MAX_SERVICES = 6;
const EXPECTED = 'service.name, service.version, telemetry.sdk.name, telemetry.sdk.language and telemetry.sdk.version';

/** Why `toHaveServiceIdentity`, or its negation, does not hold. */
export function serviceIdentityText(verdict: ServiceIdentityVerdict, style: Style, explain: ExplainStray): string {
  const { traces, unidentified, except, services, outcome, gaps } = verdict;
  const { negated, palette } = style;
  const rows: Row[] = [
    ['Expected:', palette.expected(`${negated ? 'a service without one of' : 'every service to have'} ${EXPECTED}`)],
  ];
  if (except.length > 0) rows.push(['Excepted:', ...except.flatMap(wanted => wantedLines(wanted))]);
  rows.push(['Received:', palette.received(receivedText(verdict))]);
  const missing = outcome === 'incomplete' ? gapLines(gaps) : [];
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  const blocks = unidentified.slice(0, MAX_SERVICES).map((one, index) => serviceLines(one, index + 1, style));
  const rest = unidentified.length - blocks.length;
  const beside = besideText(
    missing.length > 0 ? [] : verdict.beside,
    { none: 'every service of the trace has them', some: 'has a service that does not', mark: 'lacks identity' },
    explain,
  );
  const marks = new Map<Span, string>(
    unidentified.flatMap(({ spans: [first], faults }) => [[first, markOf(faults)] as const]),
  );
  for (const [span, mark] of beside.marks) marks.set(span, mark);
  const drawn =
    unidentified.length === 0
      ? traces
      : traces.filter(trace => unidentified.some(({ spans: [first] }) => first.trace === trace));
  return page(
    [
      services.length === 0 ? [] : beside.head,
      headLines(verdict, missing.length > 0),
      alignRows(rows),
      ...blocks,
      rest > 0 ? [`... and ${count(rest, 'more service')}`] : [],
      ...beside.blocks,
    ],
    { traces: [...drawn, ...beside.traces], marks, hidden: traces.length - drawn.length },
    beside.hints,
    style,
  );
}

function headLines({ outcome, unidentified, services, gaps }: ServiceIdentityVerdict, isMissing: boolean): string[] {
  if (outcome !== 'incomplete') return [];
  if (services.length === 0) return ['INCOMPLETE: every span is excepted, so no service was judged.'];
  if (unidentified.length > 0)
    return ['INCOMPLETE: resource attributes were dropped; what is missing may be among them.'];
  if (!isMissing) return [];
  return [`INCOMPLETE: every service that arrived has them, but the trace ${notWholeText(gaps)}.`];
}

function receivedText({ unidentified, services }: ServiceIdentityVerdict): string {
  if (services.length === 0) return 'no service that is judged';
  const names = services.slice(0, MAX_SERVICES).map(name => plain(name, 60));
  const more = services.length > names.length ? [`${services.length - names.length} more`] : [];
  if (unidentified.length === 0)
    return `${count(services.length, 'service')} with all of them: ${list([...names, ...more])}`;
  const lacking = new Set(unidentified.map(({ service }) => service)).size;
  return `${count(lacking, 'service')} of ${services.length} without all of them`;
}

/** A service, what it lacks, and how to set it. */
function serviceLines(
  { service, faults, spans, of }: UnidentifiedService,
  number: number,
  { palette }: Style,
): string[] {
  const some = spans.length === of ? '' : ` (in ${count(spans.length, 'span')} of ${of})`;
  const lines = faults.map(fault => `   ${palette.received(faultText(fault))}`);
  return [
    `${number}. ${plain(service, 60)}${some}`,
    ...lines,
    ...atMost(fixesOf(faults), 4, 'fix').map(fix => `   ${fix}`),
  ];
}

function faultText({ key, problem, value }: IdentityFault): string {
  switch (problem) {
    case 'missing':
      return `${key} is missing`;
    case 'empty':
      return `${key} is empty`;
    case 'not text':
      return `${key} = ${valueText(value, key)}, which is not text`;
    default:
      return `${key} = ${valueText(value, key)}, the default of an SDK that was not given a name`;
  }
}

function fixesOf(faults: readonly IdentityFault[]): string[] {
  const keys = faults.map(({ key }) => key);
  return [
    ...(keys.includes('service.name') ? ['Fix: set OTEL_SERVICE_NAME, or service.name in the resource.'] : []),
    ...(keys.includes('service.version')
      ? ['Fix: set OTEL_RESOURCE_ATTRIBUTES=service.version=1.2.3, or service.version in the resource.']
      : []),
    ...(keys.some(key => key.startsWith('telemetry.'))
      ? [
          "Fix: keep the SDK's default resource: merge your own into it. A proxy or a collector has no SDK:",
          `     name it, { except: { service: '...' } }.`,
        ]
      : []),
  ];
}

function markOf(faults: readonly IdentityFault[]): string {
  const keys = faults.map(({ key }) => key);
  return keys.length > 2 ? `lacks ${keys[0]} and ${keys.length - 1} more` : `lacks ${list(keys)}`;
}
