import { IMPOSSIBLE_TIME, spanTimeFaults, timeFault } from '../model/impossible-time.ts';
import { type Problem, problemOf } from '../model/problem.ts';
import { type Resource, type SpanData, serviceOf } from '../model/span-data.ts';
import type { DecodedTraces, RejectedSpan } from './decoded-traces.ts';
import type { LinkDraft, SpanDraft } from './draft.ts';
import { checkDropped } from './dropped-rule.ts';
import { excerpt } from './excerpt.ts';
import { type Finding, Findings } from './findings.ts';
import { idFault, idRule, meantId, SPAN_ID_BYTES, TRACE_ID_BYTES } from './id-rules.ts';
import { ProblemBudget } from './problem-budget.ts';

interface SpanFindings {
  readonly span: SpanData;
  readonly findings: readonly Finding[];
}

/** Findings of a resource or a scope, and which spans of `spans` it holds. */
interface SharedFindings {
  readonly findings: readonly Finding[];
  readonly resource: Resource;
  readonly from: number;
  readonly to: number;
}

/** What is wrong with a span's own ids. */
interface IdFault {
  readonly field: 'traceId' | 'spanId';
  readonly fault: string;
  readonly rule: string;
}

interface Rejection extends IdFault {
  readonly name: string;
  readonly resource: Resource;
  readonly traceId: string;
  readonly spanId: string;
}

/** Rejected spans of one request that are named as problems; the reasons of all are in its answer and the stats. */
const MAX_NAMED = 1_000;

/**
 * Gathers the spans of one request and judges each by the rules that hold for protobuf and JSON alike.
 *
 * Problems get their service's name at the end only: on the wire, a resource may follow its spans.
 */
export class TraceAssembly {
  readonly findings: Findings = new Findings();
  readonly #spans: SpanData[] = [];
  readonly #rejections: Rejection[] = [];
  readonly #spanFindings: SpanFindings[] = [];
  readonly #sharedFindings: SharedFindings[] = [];
  readonly #budget = new ProblemBudget();
  readonly #arrivedUnixNano: bigint | undefined;

  /** @param arrivedUnixNano when the request arrived; undefined for a file, whose spans may have any age */
  constructor(arrivedUnixNano?: bigint) {
    this.#arrivedUnixNano = arrivedUnixNano;
  }

  /** Spans kept so far. */
  get size(): number {
    return this.#spans.length;
  }

  /** Keeps a span that was read to its end, or rejects it for its ids. */
  addSpan(span: SpanDraft): void {
    const fault = ownIdFault(span);
    if (fault !== undefined) {
      this.findings.take();
      this.#reject(span, fault);
      return;
    }
    this.#checkParent(span);
    if (span.links.length > 0) this.#checkLinks(span);
    this.#checkDropped(span);
    this.#checkTimes(span);
    this.#spans.push(span);
    if (this.findings.size > 0) this.#spanFindings.push({ span, findings: this.#budget.bounded(this.findings.take()) });
  }

  /** Findings of a resource, or of a scope, that holds all spans from index `from` on. */
  addShared(findings: readonly Finding[], resource: Resource, from: number): void {
    if (findings.length > 0) this.#sharedFindings.push({ findings, resource, from, to: this.#spans.length });
  }

  finish(): DecodedTraces {
    const problems: Problem[] = [];
    for (const { span, findings } of this.#spanFindings) {
      for (const { field, rule, code } of findings) problems.push(problemOf(span, field, rule, code));
    }
    for (const shared of this.#sharedFindings) this.#nameShared(shared, problems);
    for (const rejection of [...new Set(this.#rejections)].slice(0, MAX_NAMED)) nameRejected(rejection, problems);
    return { spans: this.#spans, problems, rejected: rejectedSpans(this.#rejections) };
  }

  /** A run of alike ones is one object many times: two bytes of a hostile body make a span without ids. */
  #reject({ name, resource, traceId, spanId }: SpanDraft, fault: IdFault): void {
    const last = this.#rejections.at(-1);
    const isAlike =
      last?.name === name && last.resource === resource && last.traceId === traceId && last.spanId === spanId;
    this.#rejections.push(isAlike ? last : { name, resource, traceId, spanId, ...fault });
  }

  #checkDropped(span: SpanDraft): void {
    const { findings } = this;
    checkDropped(findings, 'droppedAttributesCount', span.droppedAttributesCount);
    checkDropped(findings, 'droppedEventsCount', span.droppedEventsCount);
    checkDropped(findings, 'droppedLinksCount', span.droppedLinksCount);
    for (const [index, { droppedAttributesCount }] of span.events.entries())
      checkDropped(findings, `events[${index}].droppedAttributesCount`, droppedAttributesCount);
    for (const [index, { droppedAttributesCount }] of span.links.entries())
      checkDropped(findings, `links[${index}].droppedAttributesCount`, droppedAttributesCount);
  }

  #checkTimes(span: SpanDraft): void {
    for (const { field, rule } of spanTimeFaults(span, this.#arrivedUnixNano)) {
      // What could not be read is held as 0, which is said already.
      if (!this.findings.has(field)) this.findings.add(field, rule, IMPOSSIBLE_TIME);
    }
    for (const [index, { timeUnixNano }] of span.events.entries()) {
      // A time of 0 says nothing.
      const fault = timeUnixNano === 0n ? undefined : timeFault(timeUnixNano, this.#arrivedUnixNano);
      if (fault === undefined) continue;
      // A body can hold millions of these.
      if (this.findings.isFull) this.findings.add('', '');
      else this.findings.add(`events[${index}].timeUnixNano`, fault.rule, IMPOSSIBLE_TIME);
    }
  }

  #checkParent(span: SpanDraft): void {
    if (span.parentSpanId === undefined) return;
    if (span.parentSpanId !== '') {
      const fault = idFault(span.parentSpanId, SPAN_ID_BYTES);
      if (fault === undefined) return;
      this.findings.add('parentSpanId', `is ${idRule(SPAN_ID_BYTES)} (received ${fault})`);
    }
    span.parentSpanId = undefined;
  }

  #checkLinks(span: SpanDraft): void {
    for (let index = 0; index < span.links.length; index++) {
      const { traceId, spanId } = span.links[index] as LinkDraft;
      this.#checkLinkId(index, 'traceId', traceId, TRACE_ID_BYTES);
      this.#checkLinkId(index, 'spanId', spanId, SPAN_ID_BYTES);
    }
  }

  #checkLinkId(index: number, field: string, id: string, bytes: number): void {
    const fault = idFault(id, bytes);
    if (fault === undefined) return;
    // A body can hold millions of these.
    if (this.findings.isFull) this.findings.add('', '');
    else this.findings.add(`links[${index}].${field}`, `is ${idRule(bytes)} (received ${fault})`);
  }

  /** A shared problem is a problem of every trace it touches: named once in each, at the first span. */
  #nameShared({ findings, resource, from, to }: SharedFindings, problems: Problem[]): void {
    const seen = new Set<string>();
    for (const span of this.#spans.slice(from, to)) {
      if (seen.has(span.traceId)) continue;
      seen.add(span.traceId);
      for (const { field, rule } of this.#budget.bounded(findings)) problems.push(problemOf(span, field, rule));
    }
    if (seen.size > 0) return;
    const service = serviceOf(resource);
    for (const { field, rule } of this.#budget.bounded(findings))
      problems.push({ service, span: '', traceId: '', spanId: '', field, rule });
  }
}

/** A span that is rejected is a problem of the trace that lacks it, if its trace id at least is one. */
function nameRejected({ name, resource, traceId, spanId, field, fault, rule }: Rejection, problems: Problem[]): void {
  problems.push({
    service: serviceOf(resource),
    span: name,
    traceId: field === 'traceId' ? '' : traceId,
    spanId: idFault(spanId, SPAN_ID_BYTES) === undefined ? spanId : '',
    field,
    rule: `is ${rule} (received ${fault})`,
  });
}

function ownIdFault({ traceId, spanId }: SpanData): IdFault | undefined {
  const traceFault = idFault(traceId, TRACE_ID_BYTES);
  if (traceFault !== undefined) return { field: 'traceId', fault: traceFault, rule: idRule(TRACE_ID_BYTES) };
  const spanFault = idFault(spanId, SPAN_ID_BYTES);
  return spanFault === undefined ? undefined : { field: 'spanId', fault: spanFault, rule: idRule(SPAN_ID_BYTES) };
}

function rejectedSpans(rejections: readonly Rejection[]): RejectedSpan[] {
  const made = new Map<Rejection, RejectedSpan>();
  return rejections.map(rejection => {
    const known = made.get(rejection);
    if (known !== undefined) return known;
    const { name, resource, field, fault, rule } = rejection;
    const service = serviceOf(resource);
    const [traceId, spanId] = [meantId(rejection.traceId, TRACE_ID_BYTES), meantId(rejection.spanId, SPAN_ID_BYTES)];
    const reason = `${field} is ${fault}; it must be ${rule} (span ${excerpt(name)} of service ${excerpt(service)})`;
    const span: RejectedSpan = { reason, service, span: name, traceId, spanId };
    made.set(rejection, span);
    return span;
  });
}
