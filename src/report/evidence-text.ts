import type { Crossing } from '../model/crossing.ts';
import type { BrokenHop, Evidence } from '../propagation/verdict.ts';
import { plain, quote, shortId } from './quote.ts';
import { list } from './rows.ts';
import { spanName } from './span-label.ts';

/** What carries each format, as people know it. */
const HEADERS: Readonly<Record<string, string>> = {
  w3c: 'traceparent',
  xray: 'X-Amzn-Trace-Id',
  b3: 'b3',
  b3multi: 'X-B3-TraceId',
};

/** The two sides of a hop, as they can be shown. */
export interface Sides {
  readonly hop: BrokenHop;
  readonly sender: string;
  readonly to: string;
}

/** One sentence for each kind of evidence; empty for what another sentence says. */
export function evidenceText(evidence: Evidence, sides: Sides): string {
  switch (evidence.kind) {
    case 'propagators':
      return `${plain(evidence.service, 60)} has OTEL_PROPAGATORS=${plain(evidence.propagators.join(','), 80)}.`;
    case 'answered':
      return `The call was answered with status ${evidence.status}, but ${sides.to} exported no span.`;
    case 'call-elsewhere':
      return `${sides.sender} made the call outside of this trace: its ${evidence.call.kind} ${spanName(evidence.call)} is in trace ${shortId(evidence.call.traceId)}, where ${sides.to} continues it.`;
    case 'cut-trace':
      return `${sides.to} is in trace ${shortId(evidence.traceId)}, whose id is the ${evidence.half} 64 bits of this trace's id.`;
    case 'heard':
      return `${sides.to} exported spans at that time, such as ${evidence.span.kind} ${spanName(evidence.span)} in trace ${shortId(evidence.span.traceId)}, but none of them fits this call.`;
    case 'more-between':
      return '';
    default:
      return crossingText(evidence, sides);
  }
}

type CrossingEvidence = Extract<Evidence, { readonly crossing: Crossing }>;

function crossingText(evidence: CrossingEvidence, { hop, sender, to }: Sides): string {
  const carrier = carrierText(evidence.crossing, sender, to);
  const seen = `(seen by ${evidence.crossing.witness})`;
  switch (evidence.kind) {
    case 'crossed':
      return evidence.sampled === false
        ? `${carrier} carried this trace's ${headersText(evidence.formats)} with the decision "not sampled" ${seen}, so ${to} records nothing.`
        : `${carrier} carried this trace's ${headersText(evidence.formats)} ${seen}.`;
    case 'renamed':
      return `${carrier} carried this trace's context only in ${plain(evidence.header, 60)} ${seen}. ${renamedForm(evidence.form)}`;
    case 'alike':
      return `${carrier} carried ${plain(evidence.header, 60)}, and its value looks like ${article(evidence.form)} of another trace ${seen}.`;
    case 'decision':
      return `${carrier} carried ${evidence.header}: ${plain(evidence.value, 60)}, the decision not to sample, and no ids ${seen}.`;
    case 'cut-id':
      return `${carrier} carried the trace id in ${plain(evidence.header, 60)}, but cut to its ${evidence.half} 64 bits ${seen}. A trace id has 128 bits.`;
    case 'random-flag':
      return evidence.side === 'receiver'
        ? `The flags of that traceparent have the random bit of Trace Context Level 2 (03 for a sampled trace). A library that knows Level 1 only may refuse it.`
        : `${sender} received flags 03 ${seen}: sampled, with the random bit of Trace Context Level 2. It may compare the flags with 01 instead of reading the sampled bit.`;
    case 'bare':
      return hop.diagnosis?.kind === 'dropped-between'
        ? `It carried no trace context any more where ${evidence.crossing.witness} saw it.`
        : `${carrier} carried no trace context ${seen}.`;
    case 'foreign':
      return `${carrier} carried headers of ${list(evidence.systems)} alone ${seen}.`;
    case 'malformed':
      return `${carrier} carried an invalid ${evidence.header}: ${plain(evidence.reason, 200)}: ${quote(evidence.value, 80)} ${seen}.`;
    case 'other-trace': {
      const where = evidence.own ? `, where ${to} continues it` : '';
      return `${carrier} carried the context of another trace, ${shortId(evidence.traceId)}${where} ${seen}.`;
    }
    case 'passed-on':
      return `${sender} forwarded the header that it had received, instead of one with the id of its own span ${seen}.`;
  }
}

function renamedForm(form: string): string {
  return form === 'trace id'
    ? 'The header holds the trace id alone.'
    : `Its value has the form of ${article(form)}, but a library that reads ${form} does not look there.`;
}

function article(form: string): string {
  return /^[aeiox]/i.test(form) ? `an ${form}` : `a ${form}`;
}

function carrierText({ transport, destination }: Crossing, sender: string, to: string): string {
  if (transport !== 'message') return `${possessive(sender)} ${transport === 'grpc' ? 'call' : 'request'} to ${to}`;
  return `${possessive(sender)} message${destination === undefined ? '' : ` in ${plain(destination, 60)}`}`;
}

function headersText(formats: readonly string[]): string {
  const others = formats.includes('w3c') ? '' : ', and no traceparent';
  return `${list(formats.map(format => HEADERS[format] ?? format))}${others}`;
}

/** `orders'`, `gateway's`. */
export function possessive(name: string): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`;
}
