import { IMPOSSIBLE_TIME, timeFault } from '../model/impossible-time.ts';
import { LogRecord } from '../model/log-record.ts';
import type { Problem, ProblemCode } from '../model/problem.ts';
import { type Resource, serviceOf } from '../model/span-data.ts';
import type { DecodedLogs } from './decoded-logs.ts';
import type { LogRecordDraft } from './draft.ts';
import { checkDropped } from './dropped-rule.ts';
import { type Finding, Findings } from './findings.ts';
import { idFault, idRule, SPAN_ID_BYTES, TRACE_ID_BYTES } from './id-rules.ts';
import { ProblemBudget } from './problem-budget.ts';

interface RecordFindings {
  readonly record: LogRecord;
  readonly findings: readonly Finding[];
}

/** Findings of a resource or a scope, and which log records it holds. */
interface SharedFindings {
  readonly findings: readonly Finding[];
  readonly resource: Resource;
  readonly from: number;
  readonly to: number;
}

/**
 * Gathers the log records of one request and judges each by the rules that hold for protobuf and JSON alike.
 *
 * Problems get their service's name at the end only: on the wire, a resource may follow its log records.
 */
export class LogAssembly {
  readonly findings: Findings = new Findings();
  readonly #records: LogRecord[] = [];
  readonly #recordFindings: RecordFindings[] = [];
  readonly #sharedFindings: SharedFindings[] = [];
  readonly #budget = new ProblemBudget();

  /** Log records so far. */
  get size(): number {
    return this.#records.length;
  }

  /** Keeps a log record that was read to its end; an id that is no id associates it with nothing. */
  addRecord(draft: LogRecordDraft): void {
    const lacksTraceId = draft.traceId === '' && draft.spanId !== '';
    draft.traceId = this.#checkedId('traceId', draft.traceId, TRACE_ID_BYTES);
    draft.spanId = this.#checkedId('spanId', draft.spanId, SPAN_ID_BYTES);
    // logs.proto: "If span_id is present trace_id SHOULD be also present."
    if (lacksTraceId) this.findings.add('traceId', 'is present when spanId is');
    checkDropped(this.findings, 'droppedAttributesCount', draft.droppedAttributesCount);
    this.#checkTime('timeUnixNano', draft.timeUnixNano);
    this.#checkTime('observedTimeUnixNano', draft.observedTimeUnixNano);
    const record = new LogRecord(draft);
    this.#records.push(record);
    if (this.findings.size > 0) {
      this.#recordFindings.push({ record, findings: this.#budget.bounded(this.findings.take()) });
    }
  }

  /** Findings of a resource, or of a scope, that holds all log records from index `from` on. */
  addShared(findings: readonly Finding[], resource: Resource, from: number): void {
    if (findings.length > 0) this.#sharedFindings.push({ findings, resource, from, to: this.#records.length });
  }

  finish(): DecodedLogs {
    const problems: Problem[] = [];
    for (const { record, findings } of this.#recordFindings) {
      for (const { field, rule, code } of findings) {
        problems.push(logProblem(record, field === '' ? 'logRecord' : `logRecord.${field}`, rule, code));
      }
    }
    for (const shared of this.#sharedFindings) this.#nameShared(shared, problems);
    return { records: this.#records, problems };
  }

  /** 0 means that the time is unknown (logs.proto), and a record that was read from an old file may be old. */
  #checkTime(field: string, unixNano: bigint): void {
    const fault = unixNano === 0n ? undefined : timeFault(unixNano, undefined);
    if (fault !== undefined) this.findings.add(field, fault.rule, IMPOSSIBLE_TIME);
  }

  #checkedId(field: string, id: string | undefined, bytes: number): string | undefined {
    if (id === undefined || id === '') return undefined;
    const fault = idFault(id, bytes);
    if (fault === undefined) return id;
    this.findings.add(field, `is ${idRule(bytes)} (received ${fault})`);
    return undefined;
  }

  /** A shared problem is one of every trace it touches, and of the records without a trace: named once for each. */
  #nameShared({ findings, resource, from, to }: SharedFindings, problems: Problem[]): void {
    const seen = new Set<string | undefined>();
    for (const record of this.#records.slice(from, to)) {
      if (seen.has(record.traceId)) continue;
      seen.add(record.traceId);
      for (const { field, rule } of this.#budget.bounded(findings)) problems.push(logProblem(record, field, rule));
    }
    if (seen.size > 0) return;
    const service = serviceOf(resource);
    for (const { field, rule } of this.#budget.bounded(findings))
      problems.push({ service, span: '', traceId: '', spanId: '', field, rule });
  }
}

function logProblem(
  { service, traceId = '', spanId = '' }: LogRecord,
  field: string,
  rule: string,
  code?: ProblemCode,
): Problem {
  const problem = { service, span: '', traceId, spanId, field, rule };
  return code === undefined ? problem : { ...problem, code };
}
