import { trimBlanks } from '../propagation/formats/carrier.ts';
import { parseTraceparent, type Traceparent } from '../propagation/formats/traceparent.ts';
import { parseTracestate } from '../propagation/formats/tracestate.ts';
import type { ConformanceRequest, RawHeader } from './conformance-case.ts';

/** The context that a service passed on with one of its calls. */
export interface HandedOn extends Traceparent {
  /** All eight flags. */
  readonly flags: number;
  /** The members of its tracestate in order; of a key that is there twice, both. */
  readonly members: readonly (readonly [key: string, value: string])[];
}

/** Judges the one call of a request by the context that it carried, of which the tracestate must be one too. */
export function judgeOne(judge: (context: HandedOn) => string | undefined): ConformanceRequest['judge'] {
  return judgeAll(([context]) => {
    if (context === undefined) return 'no call was made';
    return judge(context) ?? stateProblem(context);
  });
}

/** Judges the calls of a request, each of which must carry exactly one valid traceparent. */
export function judgeAll(judge: (contexts: readonly HandedOn[]) => string | undefined): ConformanceRequest['judge'] {
  return calls => {
    const contexts: HandedOn[] = [];
    for (const headers of calls) {
      const context = readContext(headers);
      if (typeof context === 'string') return context;
      contexts.push(context);
    }
    return judge(contexts);
  };
}

/** All values of a header, in any case of its name, in the order of the wire. */
export function valuesOf(headers: readonly RawHeader[], wanted: string): readonly string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

function readContext(headers: readonly RawHeader[]): HandedOn | string {
  const [value, ...others] = valuesOf(headers, 'traceparent');
  if (value === undefined) return 'the call carried no traceparent';
  if (others.length > 0) return `the call carried ${others.length + 1} traceparents`;
  const traceparent = parseTraceparent(value);
  if (typeof traceparent === 'string') return `the call carried an invalid traceparent: ${traceparent}`;
  // https://www.w3.org/TR/trace-context/#versioning-of-traceparent: a service sends the highest version that it knows.
  const text = trimBlanks(value);
  if (!text.startsWith('00-')) return 'the call carried a traceparent of a version that is not 00';
  const flags = Number.parseInt(text.slice(-2), 16);
  return { ...traceparent, flags, members: membersOf(valuesOf(headers, 'tracestate')) };
}

/** Member by member: a key that is there twice, and how many there are, is for each case to judge. */
function stateProblem({ members }: HandedOn): string | undefined {
  const problems = members.map(([key, value]) => parseTracestate([`${key}=${value}`]));
  const problem = problems.find(one => typeof one === 'string');
  return problem === undefined ? undefined : `the call carried an invalid tracestate: ${problem.replace(' 1,', '')}`;
}

/** Without judging them: what a service hands on of a broken tracestate is for each case to judge. */
function membersOf(values: readonly string[]): (readonly [string, string])[] {
  return values
    .join(',')
    .split(',')
    .map(member => trimBlanks(member))
    .filter(Boolean)
    .map(member => {
      const at = member.indexOf('=');
      return at < 0 ? [member, ''] : [member.slice(0, at), member.slice(at + 1)];
    });
}
