import { type Problem, problemOf } from '../model/problem.ts';
import { type Resource, type SpanData, serviceOf } from '../model/span-data.ts';
import type { DecodedTraces, RejectedSpan } from './decoded-traces.ts';
import type { SpanDraft } from './draft.ts';
import { excerpt } from './excerpt.ts';
import { type Finding, Findings } from './findings.ts';
import { idFault, idRule, SPAN_ID_BYTES, TRACE_ID_BYTES } from './id-rules.ts';

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

interface Rejection {
  readonly name: string;
  readonly resource: Resource;
  readonly fault: string;
}

/** Of one request; beyond, each span and each trace keeps its first problem only, and the number of the others. */
const MAX_PROBLEMS = 10_000;

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
  #room = MAX_PROBLEMS;

  /** Spans kept so far. */
  get size(): number {
    return this.#spans.length;
  }

  /** Keeps a span that was read to its end, or rejects it for its ids. */
  addSpan(span: SpanDraft): void {
    const fault = ownIdFault(span);
    if (fault !== undefined) {
      this.findings.take();
      this.#reject(span.name, span.resource, fault);
      return;
    }
    this.#checkParent(span);
    if (span.links.length > 0) this.#checkLinks(span);
    if (span.endTimeUnixNano < span.startTimeUnixNano) {
      this.findings.add('endTimeUnixNano', 'is not before startTimeUnixNano');
    }
    this.#spans.push(span);
    if (this.findings.size > 0) this.#spanFindings.push({ span, findings: this.#bounded(this.findings.take()) });
  }

  /** Findings of a resource, or of a scope, that holds all spans from index `from` on. */
  addShared(findings: readonly Finding[], resource: Resource, from: number): void {
    if (findings.length > 0) this.#sharedFindings.push({ findings, resource, from, to: this.#spans.length });
  }

  finish(): DecodedTraces {
    const problems: Problem[] = [];
    for (const { span, findings } of this.#spanFindings) {
      for (const { field, rule } of findings) problems.push(problemOf(span, field, rule));
    }
    for (const shared of this.#sharedFindings) this.#nameShared(shared, problems);
    return { spans: this.#spans, problems, rejected: rejectedSpans(this.#rejections) };
  }

  /** A run of alike ones is one object many times: two bytes of a hostile body make a span without ids. */
  #reject(name: string, resource: Resource, fault: string): void {
    const last = this.#rejections.at(-1);
    const isAlike = last?.name === name && last.resource === resource && last.fault === fault;
    this.#rejections.push(isAlike ? last : { name, resource, fault });
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
    for (const [index, { traceId, spanId }] of span.links.entries()) {
      const traceFault = idFault(traceId, TRACE_ID_BYTES);
      if (traceFault !== undefined)
        this.findings.add(`links[${index}].traceId`, `is ${idRule(TRACE_ID_BYTES)} (received ${traceFault})`);
      const spanFault = idFault(spanId, SPAN_ID_BYTES);
      if (spanFault !== undefined)
        this.findings.add(`links[${index}].spanId`, `is ${idRule(SPAN_ID_BYTES)} (received ${spanFault})`);
    }
  }

  #bounded(findings: readonly Finding[]): readonly Finding[] {
    this.#room -= findings.length;
    const [first] = findings;
    if (this.#room >= 0 || first === undefined || findings.length === 1) return findings;
    return [first, { field: '', rule: `has no more problems (${findings.length - 1} are not listed)` }];
  }

  /** A shared problem is a problem of every trace it touches: named once in each, at the first span. */
  #nameShared({ findings, resource, from, to }: SharedFindings, problems: Problem[]): void {
    const seen = new Set<string>();
    for (const span of this.#spans.slice(from, to)) {
      if (seen.has(span.traceId)) continue;
      seen.add(span.traceId);
      for (const { field, rule } of this.#bounded(findings)) problems.push(problemOf(span, field, rule));
    }
    if (seen.size > 0) return;
    const service = serviceOf(resource);
    for (const { field, rule } of this.#bounded(findings))
      problems.push({ service, span: '', traceId: '', spanId: '', field, rule });
  }
}

function ownIdFault({ traceId, spanId }: SpanData): string | undefined {
  const traceFault = idFault(traceId, TRACE_ID_BYTES);
  if (traceFault !== undefined) return `traceId is ${traceFault}; it must be ${idRule(TRACE_ID_BYTES)}`;
  const spanFault = idFault(spanId, SPAN_ID_BYTES);
  return spanFault === undefined ? undefined : `spanId is ${spanFault}; it must be ${idRule(SPAN_ID_BYTES)}`;
}

function rejectedSpans(rejections: readonly Rejection[]): RejectedSpan[] {
  const made = new Map<Rejection, RejectedSpan>();
  return rejections.map(rejection => {
    const known = made.get(rejection);
    if (known !== undefined) return known;
    const { name, resource, fault } = rejection;
    const service = serviceOf(resource);
    const reason = `${fault} (span ${excerpt(name)} of service ${excerpt(service)})`;
    const span: RejectedSpan = { reason, service, span: name };
    made.set(rejection, span);
    return span;
  });
}
