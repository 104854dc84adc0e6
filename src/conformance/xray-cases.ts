import type { PropagatedContext } from '../propagation/formats/format.ts';
import { fromXrayId, parseXray } from '../propagation/formats/xray.ts';
import type { ConformanceCase, ConformanceRequest, RawHeader } from './conformance-case.ts';
import { paddingProblem } from './padding-problem.ts';
import { valuesOf } from './read-calls.ts';

const ROOT = '1-67891233-abcdef012345678912345678';
const PARENT = '463ac35c9f6413ad';
const HEADER = 'X-Amzn-Trace-Id';
/** The commonest reason by far: `startService` asks for that sampler, so that every span arrives. */
const ALWAYS_ON =
  ": the sampler always_on ignores the decision of the parent (it is startService's default; give it { sampler: 'parentbased_always_on' })";

/** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export const XRAY_CASES: readonly ConformanceCase[] = [
  rule('xray-missing', 'Without a header a new trace begins, and is passed on.', [
    { headers: [], judge: judgeOne(() => undefined) },
  ]),
  rule('xray-continued', 'A header of Root, Parent and Sampled is continued, with a Parent of its own.', [
    continues(`Root=${ROOT};Parent=${PARENT};Sampled=1`),
  ]),
  rule('xray-name-case', 'The name of the header is X-Amzn-Trace-Id in any case.', [
    { headers: [['x-amzn-trace-id', `Root=${ROOT};Parent=${PARENT};Sampled=1`]], judge: judgeOne(continued) },
    { headers: [['X-AMZN-TRACE-ID', `Root=${ROOT};Parent=${PARENT};Sampled=1`]], judge: judgeOne(continued) },
  ]),
  rule('xray-sampled', 'The sampling decision is passed on.', [
    sampled(`Root=${ROOT};Parent=${PARENT};Sampled=1`, true),
    sampled(`Root=${ROOT};Parent=${PARENT};Sampled=0`, false),
  ]),
  rule('xray-field-order', 'The fields can have any order.', [
    continues(`Sampled=1;Parent=${PARENT};Root=${ROOT}`),
    continues(`Parent=${PARENT};Sampled=1;Root=${ROOT}`),
  ]),
  rule('xray-more-fields', 'Self of a load balancer, Lineage and fields of the application are ignored.', [
    continues(`Self=1-67891234-12456789abcdef012345678a;Root=${ROOT};Parent=${PARENT};Sampled=1`),
    continues(`Root=${ROOT};Parent=${PARENT};Sampled=1;Lineage=a87bd80c:1|68fd508a:5`),
    continues(`Root=${ROOT};Parent=${PARENT};Sampled=1;CalledFrom=app`),
  ]),
  rule('xray-malformed', 'With an invalid Root or Parent, a new trace begins.', [
    restarts(`Root=2-67891233-abcdef012345678912345678;Parent=${PARENT};Sampled=1`),
    padded('1-6789123-abcdef012345678912345678', '6789123', 8),
    padded('1-67891233-abcdef01234567891234567', 'abcdef01234567891234567', 24),
    restarts(`Root=1-67891233-abcdef01234567891234567g;Parent=${PARENT};Sampled=1`),
    restarts(`Root=${ROOT};Parent=463ac35c9f6413a;Sampled=1`),
  ]),
  strictRule('xray-root-alone', "A Root alone, as a load balancer adds it, is the id of the service's trace.", [
    { headers: [[HEADER, `Root=${ROOT}`]], judge: judgeOne(hasRoot) },
    { headers: [[HEADER, `Self=1-67891234-12456789abcdef012345678a;Root=${ROOT}`]], judge: judgeOne(hasRoot) },
  ]),
];

function rule(id: string, text: string, requests: readonly ConformanceRequest[]): ConformanceCase {
  return { id, rule: text, format: 'xray', level: 1, strict: false, ofSuite: false, requests };
}

function strictRule(id: string, text: string, requests: readonly ConformanceRequest[]): ConformanceCase {
  return { ...rule(id, text, requests), strict: true };
}

function continues(value: string): ConformanceRequest {
  return { headers: [[HEADER, value]], judge: judgeOne(continued) };
}

function restarts(value: string): ConformanceRequest {
  return {
    headers: [[HEADER, value]],
    judge: judgeOne(context =>
      hasRoot(context) === undefined ? 'the service continued the trace; it must begin a new one' : undefined,
    ),
  };
}

/** A Root of which one part is too short: a service must not fill it up. */
function padded(root: string, short: string, length: number): ConformanceRequest {
  const judge = ({ traceId }: PropagatedContext): string | undefined => {
    const [start, end] = length === 8 ? [0, 8] : [8, 32];
    return traceId.includes('ef01234567891234') ? paddingProblem('Root', short, traceId.slice(start, end)) : undefined;
  };
  return { headers: [[HEADER, `Root=${root};Parent=${PARENT};Sampled=1`]], judge: judgeOne(judge) };
}

/** A valid header, whose trace every call must continue. */
export function xrayRequest(): ConformanceRequest {
  const judge = judgeEach(hasRoot);
  return { format: 'xray', headers: [[HEADER, `Root=${ROOT};Parent=${PARENT};Sampled=1`]], judge };
}

function sampled(value: string, expected: boolean): ConformanceRequest {
  return {
    headers: [[HEADER, value]],
    judge: judgeOne(context => {
      const problem = continued(context);
      if (problem !== undefined || context.sampled === expected) return problem;
      const actual = context.sampled === undefined ? 'nothing' : `Sampled=${context.sampled ? 1 : 0}`;
      return `the sampling decision was passed on as ${actual}${expected ? '' : ALWAYS_ON}`;
    }),
  };
}

function continued(context: PropagatedContext): string | undefined {
  const began = hasRoot(context);
  if (began !== undefined) return began;
  if (context.spanId === undefined) return 'the call carried no Parent';
  return context.spanId === PARENT
    ? `the Parent ${PARENT} was passed on unchanged; each call must have a Parent of its own`
    : undefined;
}

function hasRoot({ traceId }: PropagatedContext): string | undefined {
  const root = fromXrayId(ROOT);
  const wanted = typeof root === 'string' ? undefined : root.traceId;
  return traceId === wanted ? undefined : `the service began a new trace; it must continue Root=${ROOT}`;
}

function judgeOne(judge: (context: PropagatedContext) => string | undefined): ConformanceRequest['judge'] {
  return ([call]) => judgeCall(call ?? [], judge);
}

function judgeEach(judge: (context: PropagatedContext) => string | undefined): ConformanceRequest['judge'] {
  return calls => calls.map(call => judgeCall(call, judge)).find(problem => problem !== undefined);
}

function judgeCall(
  call: readonly RawHeader[],
  judge: (context: PropagatedContext) => string | undefined,
): string | undefined {
  const [value, ...others] = valuesOf(call, 'x-amzn-trace-id');
  if (value === undefined) return `the call carried no ${HEADER}`;
  if (others.length > 0) return `the call carried ${others.length + 1} headers ${HEADER}`;
  const context = parseXray(value);
  return typeof context === 'string' ? `the call carried an invalid ${HEADER}: ${context}` : judge(context);
}
