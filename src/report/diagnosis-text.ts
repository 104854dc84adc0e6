import { mayHoldSpans } from '../model/loss.ts';
import type { Trace } from '../model/trace.ts';
import type { BrokenHop, Diagnosis, DiagnosisKind, Evidence } from '../propagation/verdict.ts';
import { evidenceText, possessive } from './evidence-text.ts';
import { plain, shortId } from './quote.ts';
import { alignRows, list, type Row, wrapped } from './rows.ts';

const PROPAGATORS: Readonly<Record<string, string>> = {
  w3c: 'tracecontext',
  xray: 'xray',
  b3: 'b3',
  b3multi: 'b3multi',
};
const KINDS: Readonly<Record<DiagnosisKind, string>> = {
  'not-injected': 'not injected',
  'not-extracted': 'not extracted',
  'dropped-between': 'dropped between',
  'wrong-format': 'wrong format',
  'trace-id-cut': 'trace id cut',
  'unsampled-upstream': 'unsampled upstream',
  'parent-never-exported': 'parent never exported',
  'sent-nothing': 'sent nothing',
  'cannot-tell': 'cannot tell',
};

/** The hop that is diagnosed, its services as they can be shown. */
interface Case {
  readonly hop: BrokenHop;
  readonly trace: Trace;
  readonly diagnosis: Diagnosis;
  /** Who sent: the service that made the call, or the test. */
  readonly sender: string;
  readonly to: string;
}

/** What went wrong at a hop, how that is known, and where to fix it. */
export function diagnosisLines(hop: BrokenHop, trace: Trace): string[] {
  const { diagnosis } = hop;
  if (diagnosis === undefined) return [];
  const sender = plain(hop.sent?.service ?? hop.from ?? 'the test', 60);
  const given = { hop, trace, diagnosis, sender, to: hop.to };
  const rows: Row[] = [['Diagnosis:', ...findings(given).flatMap(text => wrapped(text))]];
  const look = lookAt(given);
  if (look.length > 0) rows.push(['Look at:', ...look.flatMap(text => wrapped(text))]);
  const certain = toBeCertain(given);
  if (certain !== undefined) rows.push(['To be certain:', certain]);
  return alignRows(rows);
}

function findings(given: Case): string[] {
  const { diagnosis, to } = given;
  if (diagnosis.kind === 'cannot-tell') return undecidedLines(given);
  const [first, ...others] = diagnosis.evidence.map(evidence => evidenceText(evidence, given));
  const lead = `${KINDS[diagnosis.kind]}.`;
  if (diagnosis.kind === 'parent-never-exported')
    return [`${lead} ${orphanText(given)}`, ...(first === undefined ? [] : [first, ...others])];
  if (diagnosis.kind === 'trace-id-cut' && diagnosis.evidence.every(({ kind }) => kind !== 'cut-id'))
    return [`${lead} ${cutText(given)}`, ...(first === undefined ? [] : [first, ...others])];
  if (diagnosis.kind === 'sent-nothing' && first === undefined)
    return [`${lead} ${given.sender} called ${to}, which exported no span.`];
  if (diagnosis.kind === 'unsampled-upstream' && first === undefined)
    return [
      `${lead} ${given.sender}'s span of the call says that the trace is not sampled: ${to} records nothing then.`,
    ];
  return first === undefined ? [lead] : [`${lead} ${first}`, ...others];
}

function orphanText({ hop, to }: Case): string {
  const parent = hop.reason.kind === 'orphan' ? hop.reason.placed.span.parentSpanId : undefined;
  return `${to} continues this trace below span ${shortId(parent ?? '')}, which never arrived.`;
}

/** The explanations that the evidence leaves. */
function whatItMayBe({ diagnosis: { possible, evidence }, hop, sender, to }: Case): string {
  if (possible.includes('wrong-format'))
    return possible.includes('not-extracted')
      ? `Either ${to} does not read that header, or it does not extract a context at all.`
      : `Either ${sender} injected no context of this trace, or it wrote the context in a form that is not known.`;
  if (evidence.some(({ kind }) => kind === 'crossed' || kind === 'renamed' || kind === 'cut-id'))
    return `Either ${to} did not extract the context and began a trace of its own, or it exported no span for this call.`;
  const notCalled = hop.sent === undefined ? `${sender} did not call ${to}, or ` : '';
  return `Either ${notCalled}the context was lost on the way to ${to}, or ${to} exported no span for this call.`;
}

/** The receiver's trace shows the cut; with a record of the whole id, it is the receiver that cut it. */
function cutText({ diagnosis, sender, to }: Case): string {
  const who = diagnosis.evidence.some(({ kind }) => kind === 'crossed') ? to : `${sender}, ${to} or a proxy`;
  return `${who} cut the trace id to 64 bits.`;
}

function undecidedLines(given: Case): string[] {
  const { diagnosis, sender, to, hop } = given;
  const { possible, evidence } = diagnosis;
  const more = evidence.find(({ kind }) => kind === 'more-between');
  if (more?.kind === 'more-between') {
    const seen = evidence.find(({ kind }) => kind !== 'more-between');
    const side =
      more.side === 'sender'
        ? `${sender} calls another port than the probe's`
        : `${to} was called from another port than the probe's`;
    return [
      ...(seen === undefined ? [] : [evidenceText(seen, { hop, sender, to })]),
      `But ${side}. Something lies between, so this cannot tell who lost the context.`,
    ];
  }
  const known = evidence.map(one => evidenceText(one, { hop, sender, to }));
  const [first, ...others] = known;
  if (first !== undefined) return [`cannot tell. ${first}`, ...others, whatItMayBe(given)];
  if (possible.includes('sent-nothing'))
    return [
      `${hop.from === undefined ? '' : `no call from ${sender} to ${to} is in the trace. `}${to} was not called, or the call was not sampled, or it exports nothing to this receiver: the spans alone cannot tell.`,
    ];
  if (hop.from === undefined)
    return [
      `the call was made without the headers that the capture gave, or ${to} did not extract them: the spans alone cannot tell.`,
    ];
  const between = hop.sent?.kind === 'PRODUCER' ? 'the queue' : 'a proxy';
  return [`${sender} did not inject, or ${to} did not extract, or ${between} dropped it: the spans alone cannot tell.`];
}

/** Which side to fix, and what usually is wrong there. */
function lookAt(given: Case): string[] {
  const { diagnosis, sender, to, hop, trace } = given;
  const [first] = diagnosis.evidence;
  switch (diagnosis.kind) {
    case 'not-injected':
      return [notInjectedAdvice(given, first)];
    case 'not-extracted':
      return [
        `${to}: is its server or consumer instrumented, and loaded after the instrumentation? Does it begin its spans with \`root: true\`?`,
      ];
    case 'dropped-between':
      return [
        first?.kind === 'crossed' && first.crossing.transport === 'message'
          ? 'what forwards the messages: it has to copy their headers.'
          : 'what lies between the two: a proxy or gateway has to hand propagation headers on as they come.',
      ];
    case 'wrong-format':
      return [wrongFormatAdvice(given, first)];
    case 'trace-id-cut':
      return [cutAdvice(given)];
    case 'unsampled-upstream':
      return [`${sender}: its sampler${samplerText(trace, hop.sent?.service ?? hop.from)} decided against this trace.`];
    case 'parent-never-exported':
      return [parentAdvice(given)];
    case 'sent-nothing':
      return [
        `${to}: is it instrumented, does it export to this receiver, under this service.name, and sample${samplerText(trace, hop.to)}?`,
        ...(first?.kind === 'crossed' ? [] : randomFlagAdvice(hop, sender, to)),
      ];
    case 'cannot-tell':
      return undecidedAdvice(given);
  }
}

function cutAdvice({ diagnosis, sender, to }: Case): string {
  const { evidence } = diagnosis;
  const isSeen = evidence.some(({ kind }) => kind === 'crossed');
  const isCut = evidence.some(({ kind }) => kind === 'cut-id');
  const who = isSeen && isCut ? 'what lies between the two' : isCut ? sender : isSeen ? to : `${sender} and ${to}`;
  return `${who}: use 128-bit trace ids (B3 and Jaeger libraries have an option for it), and copy the id as text, never as a 64-bit number.`;
}

function undecidedAdvice({ hop, sender, to, diagnosis }: Case): string[] {
  if (hop.from === undefined || !diagnosis.possible.includes('not-extracted') || diagnosis.evidence.length > 0)
    return [];
  return [
    hop.sent === undefined
      ? `${sender}: is its client instrumented? It has no span of its own for this call.`
      : `${sender}: is the call made inside the request's context, by a client that injects it?`,
    `${to}: is it instrumented before its server or consumer is loaded?`,
    ...randomFlagAdvice(hop, sender, to),
  ];
}

/** Bit 1 of the flags of the sender's span: it sends them with the call. */
const RANDOM = 0x2;

function randomFlagAdvice({ sent }: BrokenHop, sender: string, to: string): string[] {
  if (sent === undefined || (sent.flags & RANDOM) === 0) return [];
  return [
    `${to}: does it accept flags 03? ${sender} sets the random bit of Trace Context Level 2, which a library of Level 1 may refuse.`,
  ];
}

function parentAdvice({ hop, trace, sender, to }: Case): string {
  return hop.sent === undefined
    ? `${sender}: does it export all of its spans to this receiver, before the test ends? A sampler may have dropped this one${samplerText(trace, hop.from)}.`
    : `what lies between: ${possessive(sender)} own ${hop.sent.kind} span arrived, so that another one made the call to ${to}, and exports elsewhere (a proxy, a mesh).`;
}

function notInjectedAdvice({ sender, hop, trace }: Case, evidence: Evidence | undefined): string {
  switch (evidence?.kind) {
    case 'passed-on':
      return `where ${sender} copies the header by hand: inject the active context instead, propagation.inject(context.active(), headers).`;
    case 'other-trace':
    case 'call-elsewhere':
      return `how ${sender} makes this call: it runs outside the request's context (a timer, a pool, a callback of a library that loses it).`;
    case 'propagators':
      return `${possessive(sender)} OTEL_PROPAGATORS: tracecontext,baggage is the default.`;
    default:
      if (hop.sent === undefined && (trace.unsettled || trace.unended.length > 0 || trace.losses.some(mayHoldSpans)))
        return `how ${sender} makes this call: is its client instrumented?`;
      return hop.sent === undefined
        ? `how ${sender} makes this call: it has no CLIENT or PRODUCER span of it, so its client is not instrumented.`
        : `how ${sender} makes this call: its ${hop.sent.kind} span is there, but nothing writes the headers. Is a propagator set (OTEL_PROPAGATORS), and does the call send its own headers in their place?`;
  }
}

function wrongFormatAdvice({ sender, to, diagnosis }: Case, evidence: Evidence | undefined): string {
  if (evidence?.kind === 'malformed')
    return /-0?[23]$/.test(evidence.value.trim())
      ? `how ${sender} writes the header. Its flags have the random bit of Trace Context Level 2: they are written as two digits, 02 or 03.`
      : `how ${sender} writes the header.`;
  if (evidence?.kind === 'renamed')
    return `${to}: read ${plain(evidence.header, 60)} there, or let ${sender} inject traceparent with propagation.inject().`;
  const crossed = diagnosis.evidence.find(({ kind }) => kind === 'crossed');
  const formats = crossed?.kind === 'crossed' ? crossed.formats.map(format => PROPAGATORS[format] ?? format) : [];
  const add = formats.length === 0 ? '' : `, for ${to} with ${list([...new Set(formats)])}`;
  return `OTEL_PROPAGATORS of ${sender} and ${to}: they need one format in common${add}.`;
}

function samplerText({ startedServices }: Trace, service: string | undefined): string {
  const sampler = service === undefined ? undefined : startedServices.get(service)?.sampler;
  return sampler === undefined ? '' : ` (OTEL_TRACES_SAMPLER=${plain(sampler, 60)})`;
}

function toBeCertain({ diagnosis, hop }: Case): string | undefined {
  if (diagnosis.kind !== 'cannot-tell') return undefined;
  if (diagnosis.evidence.some(({ kind }) => kind === 'more-between'))
    return 'put one more startProbe() on the other side of it.';
  if (diagnosis.evidence.some(evidence => 'crossing' in evidence)) return undefined;
  const isMessage =
    hop.sent?.kind === 'PRODUCER' || (hop.reason.kind === 'new-trace' && hop.reason.began.kind === 'CONSUMER');
  return isMessage
    ? 'record a message of that queue: recordHeaders(message, { receiver }).'
    : 'put startProbe() between them.';
}
