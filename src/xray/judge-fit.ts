import { spanTimeFaults } from '../model/impossible-time.ts';
import { type Span, type Trace, xrayIndexingOf } from '../model/trace.ts';
import { NOTHING_INDEXED } from '../model/xray-indexing.ts';
import type { CompiledCriteria } from '../query/compile-criteria.ts';
import { gapsOf, hasGaps } from '../query/gaps.ts';
import { fitOf, MAX_ANNOTATIONS } from './misfits.ts';
import type { XRayFitVerdict, XRayMisfit } from './verdict.ts';

/** What is asked of traces. */
export interface FitTerms {
  /** Whether trace ids have to begin with the time, as X-Ray's own do. */
  readonly epoch: boolean;
  /** Spans that need not fit. */
  readonly except: readonly CompiledCriteria[];
}

/** What the exporter takes for fresh, when it validates timestamps: at most 28 days old, at most 5 minutes ahead. */
const MAX_AGE_MS = 28 * 24 * 60 * 60 * 1000;
const MAX_AHEAD_MS = 5 * 60 * 1000;

/** Judges whether X-Ray gets all of these traces: nothing is cut off, changed or dropped. */
export function judgeXRayFit(traces: readonly Trace[], { epoch, except }: FitTerms): XRayFitVerdict {
  const misfits: XRayMisfit[] = [];
  const grouped = new Map<string, XRayMisfit>();
  let documents = 0;
  let judged = 0;
  for (const trace of new Set(traces)) {
    const annotations = new Set<string>();
    for (const span of trace.spans) {
      const fit = fitOf(span, xrayIndexingOf(trace) ?? NOTHING_INDEXED);
      for (const annotation of fit.annotations) annotations.add(annotation);
      documents += fit.documents;
      if (except.some(criteria => criteria.matches(span))) continue;
      judged++;
      for (const misfit of fit.misfits) group(grouped, misfit, keyOf(misfit, span));
    }
    if (annotations.size > MAX_ANNOTATIONS)
      misfits.push({ kind: 'annotations', trace, spans: [], count: annotations.size, limit: MAX_ANNOTATIONS });
    if (epoch) misfits.push(...staleIds(trace, except));
  }
  misfits.push(...grouped.values());
  const gaps = gapsOf(traces);
  const unknown = judged === 0 ? 'nothing-judged' : hasGaps(gaps) ? 'gaps' : undefined;
  const [first] = traces;
  return {
    outcome: misfits.length > 0 ? 'fail' : unknown === undefined ? 'pass' : 'incomplete',
    traces,
    misfits,
    documents,
    excepted: traces.reduce((sum, { spans }) => sum + spans.length, 0) - judged,
    except: except.map(({ wanted }) => wanted),
    indexing: first && xrayIndexingOf(first),
    epoch,
    gaps,
    unknown: misfits.length > 0 ? undefined : unknown,
  };
}

/** The same of several spans is told once. */
function group(grouped: Map<string, XRayMisfit>, misfit: XRayMisfit, key: string): void {
  const known = grouped.get(key);
  const spans = [...new Set([...(known?.spans ?? []), ...misfit.spans])];
  grouped.set(key, { ...(known ?? misfit), spans });
}

function keyOf(misfit: XRayMisfit, span: Span): string {
  switch (misfit.kind) {
    case 'document':
      return `document ${span.traceId} ${span.spanId}`;
    case 'annotation-key':
    case 'annotation-value':
    case 'key-changed':
    case 'type':
      return JSON.stringify([misfit.kind, misfit.attribute]);
    case 'keys-collide':
      return JSON.stringify([misfit.kind, misfit.attributes]);
    case 'name-length':
    case 'name-characters':
      return JSON.stringify([misfit.kind, misfit.name]);
    default:
      return JSON.stringify([misfit.kind, 'path' in misfit ? misfit.path : '']);
  }
}

/** Ids, of the trace and of links, that an exporter that validates timestamps refuses. */
function staleIds(trace: Trace, except: readonly CompiledCriteria[]): XRayMisfit[] {
  const nowMs = endMs(trace.spans);
  const judged = trace.spans.filter(span => !except.some(criteria => criteria.matches(span)));
  const linking = new Map<string, Span[]>();
  for (const span of judged)
    for (const { traceId } of span.links) linking.set(traceId, [...(linking.get(traceId) ?? []), span]);
  linking.delete(trace.traceId);
  const ids: readonly (readonly [traceId: string, spans: readonly Span[]])[] = [[trace.traceId, []], ...linking];
  return ids.flatMap(([traceId, spans]) => {
    const epochMs = Number.parseInt(traceId.slice(0, 8), 16) * 1000;
    const isFresh = nowMs - epochMs <= MAX_AGE_MS && epochMs - nowMs <= MAX_AHEAD_MS;
    return isFresh ? [] : [{ kind: 'epoch' as const, trace, traceId, epochMs, nowMs, spans }];
  });
}

/** When the trace was over: the exporter gets it then. Times that cannot be right tell nothing, unless there are no others. */
function endMs(spans: readonly Span[]): number {
  const possible = spans.filter(span => spanTimeFaults(span).length === 0);
  return Math.max(...(possible.length > 0 ? possible : spans).map(span => Number(span.endTimeUnixNano) / 1e6));
}
