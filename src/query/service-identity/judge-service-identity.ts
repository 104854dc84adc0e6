import { attribute } from '../../model/attributes.ts';
import type { Span, Trace } from '../../model/trace.ts';
import { besideOf, matchesBeside } from '../beside.ts';
import type { CompiledCriteria } from '../compile-criteria.ts';
import { gapsOf, hasGaps } from '../gaps.ts';
import type { Outcome } from '../verdict.ts';
import type { IdentityFault, ServiceIdentityVerdict, UnidentifiedService } from './verdict.ts';

/**
 * What a resource says of the service and of its SDK.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/resource/#service
 * @see https://opentelemetry.io/docs/specs/semconv/resource/#telemetry-sdk
 */
const IDENTITY = [
  'service.name',
  'service.version',
  'telemetry.sdk.name',
  'telemetry.sdk.language',
  'telemetry.sdk.version',
] as const;

/** What SDKs call a service that has no name: `unknown_service`, or with the executable, `unknown_service:node`. */
const DEFAULT_NAME = /^unknown_service/;

/** Judges whether the resource of every span, those aside that one of `except` matches, says which service sent it. */
export function judgeServiceIdentity(
  traces: readonly Trace[],
  except: readonly CompiledCriteria[],
): ServiceIdentityVerdict {
  const isJudged = (span: Span): boolean => !except.some(criteria => criteria.matches(span));
  const spans = traces.flatMap(trace => trace.spans.filter(isJudged));
  const all = unidentifiedAmong(spans);
  // What an SDK's limit dropped of a resource may be what is missing.
  const certain = all.filter(({ spans: [first], faults }) => !faults.every(fault => mayBeDropped(fault, first)));
  const whole = gapsOf(traces);
  // Nothing else that is dropped is a part of a resource.
  const gaps = { ...whole, dropped: whole.dropped.filter(({ what }) => what === 'resource attributes') };
  const withoutIdentity = (trace: Trace) => trace.spans.filter(span => isJudged(span) && faultsOf(span).length > 0);
  const beside = certain.length > 0 ? [] : matchesBeside(besideOf(traces), withoutIdentity);
  const isUnknown = all.length > 0 || spans.length === 0 || hasGaps(gaps) || beside.length > 0;
  const outcome: Outcome = certain.length > 0 ? 'fail' : isUnknown ? 'incomplete' : 'pass';
  return {
    outcome,
    traces,
    unidentified: certain.length > 0 ? certain : all,
    services: [...new Set(spans.map(({ service }) => service))],
    except: except.map(({ wanted }) => wanted),
    beside,
    gaps,
  };
}

/** Spans of one service that lack the same are one entry, in the order of their first spans. */
function unidentifiedAmong(spans: readonly Span[]): UnidentifiedService[] {
  const found = new Map<string, { faults: readonly IdentityFault[]; spans: [Span, ...Span[]] }>();
  const counts = new Map<string, number>();
  for (const span of spans) {
    counts.set(span.service, (counts.get(span.service) ?? 0) + 1);
    const faults = faultsOf(span);
    if (faults.length === 0) continue;
    const isDropped = span.resource.droppedAttributesCount > 0;
    const id = JSON.stringify([span.service, isDropped, faults.map(({ key, problem }) => [key, problem])]);
    const known = found.get(id);
    if (known === undefined) found.set(id, { faults, spans: [span] });
    else known.spans.push(span);
  }
  return Array.from(found.values(), ({ faults, spans: own }) => {
    const { service } = own[0];
    return { service, faults, spans: own, of: counts.get(service) ?? 0 };
  });
}

function faultsOf({ resource }: Span): readonly IdentityFault[] {
  return IDENTITY.flatMap((key): IdentityFault[] => {
    const value = attribute(resource.attributes, key);
    const problem = problemOf(key, value);
    return problem === undefined ? [] : [{ key, problem, value }];
  });
}

function problemOf(key: string, value: IdentityFault['value']): IdentityFault['problem'] | undefined {
  if (value === undefined || value === null) return 'missing';
  if (typeof value !== 'string') return 'not text';
  if (value.trim() === '') return 'empty';
  return key === 'service.name' && DEFAULT_NAME.test(value) ? "the SDK's default" : undefined;
}

function mayBeDropped({ problem }: IdentityFault, { resource }: Span): boolean {
  return problem === 'missing' && resource.droppedAttributesCount > 0;
}
