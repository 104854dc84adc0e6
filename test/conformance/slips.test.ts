import { afterEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { CheckTraceContextOptions } from '../../src/conformance/check-options.ts';
import { checkTraceContext } from '../../src/conformance/check-trace-context.ts';
import type { TraceContextReport } from '../../src/conformance/verdict.ts';
import { type Slip, startHandMade } from './services/hand-made.ts';

const ALL = { formats: ['w3c', 'baggage', 'xray'], timeout: 15_000 } as const;
const LEVEL_2 = { ...ALL, level: 2 } as const;
const STRICT = { ...ALL, strict: true } as const;

const atEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of atEnd.splice(0)) await end();
});

async function check(slips: readonly Slip[], options: CheckTraceContextOptions = ALL): Promise<TraceContextReport> {
  const service = await startHandMade(...slips);
  atEnd.push(() => service.stop());
  return checkTraceContext(service.url, options);
}

/** The ids of the cases that fail, and all that is said of a case. */
function failing({ cases }: TraceContextReport): string[] {
  expect(cases.filter(({ outcome }) => outcome === 'not-run')).toEqual([]);
  return cases.filter(({ outcome, counts }) => counts && outcome === 'fail').map(({ id }) => id);
}

function problemsOf({ cases }: TraceContextReport, id: string): string {
  return [...new Set(cases.find(one => one.id === id)?.findings.map(({ problem }) => problem))].join('\n');
}

interface Row {
  readonly slip: Slip;
  readonly fails: readonly string[];
  readonly says: string;
  readonly twin?: Slip;
  readonly options?: CheckTraceContextOptions;
}

/** The fault, the cases that fail, what the first of them says, and a service that is close to the fault and right. */
const ROWS: readonly Row[] = [
  {
    slip: 'answers first and then makes its calls',
    fails: ['calls-before-answer'],
    says: 'the service answered before it made its call',
    twin: 'makes its calls one after another',
  },
  {
    slip: 'makes one more call after its answer, in a new trace',
    fails: ['calls-before-answer'],
    says: 'the service answered before it made 1 of its 2 calls, and the service began a new trace',
    twin: 'calls twice',
  },
  {
    slip: 'makes one more call after its answer, in the same trace',
    fails: ['calls-before-answer'],
    says: 'the service answered before it made 1 of its 2 calls',
    twin: 'calls twice',
  },
  {
    slip: 'retries in a new trace',
    fails: ['calls-repeated'],
    says: 'the call was made again, and then the service began a new trace',
    twin: 'retries in the same trace, with a new parent id',
  },
  {
    slip: 'calls twice, the second time in a new trace',
    fails: ['calls-repeated'],
    says: 'the call was made again, and then the service began a new trace',
    twin: 'retries with the same headers',
  },
  {
    slip: 'calls twice, the second time without a context',
    fails: ['calls-repeated'],
    says: 'the call was made again, and then the call carried no traceparent',
    twin: 'retries after two seconds',
  },
  {
    slip: 'shares a context between concurrent requests',
    fails: ['requests-apart'],
    says: 'the service shares a context between requests',
    twin: 'makes its calls one after another',
    options: { ...ALL, concurrency: 4 },
  },
  {
    slip: 'keeps the last baggage for requests without one',
    fails: ['requests-apart'],
    says: 'the baggage of a call belongs to another request (one of requests-apart)',
  },
  {
    slip: 'pads short trace ids on the left',
    fails: ['traceparent-trace-id-short'],
    says: 'the service padded the short trace id with zeros on the left and continued it as 0',
  },
  {
    slip: 'pads short trace ids on the right',
    fails: ['traceparent-trace-id-short'],
    says: 'the service padded the short trace id with zeros on the right and continued it as 7c1b0d9e',
  },
  {
    slip: 'lengthens short trace ids with other digits',
    fails: ['traceparent-trace-id-short'],
    says: 'the service lengthened the short trace id and continued it as a',
  },
  {
    slip: 'pads short X-Ray ids on the left',
    fails: ['xray-malformed'],
    says: 'the service padded the short Root with zeros on the left and continued it as 06789123',
  },
  {
    slip: 'pads short X-Ray ids on the right',
    fails: ['xray-malformed'],
    says: 'the service padded the short Root with zeros on the right and continued it as 67891230',
  },
  {
    slip: 'passes all flags on',
    fails: ['traceparent-other-flags'],
    says: 'the flags 0xfc were passed on',
    options: LEVEL_2,
  },
  {
    slip: 'sets the random flag',
    fails: ['traceparent-random-flag-unset'],
    says: 'the flag 0x02 was set; the flags that were sent are 00',
    options: LEVEL_2,
  },
  {
    slip: 'drops the random flag',
    fails: ['traceparent-random-flag'],
    says: 'the flag 0x02 was lost on the way',
    options: LEVEL_2,
  },
];

describe('a service with one slip', () => {
  test.each(ROWS)('that $slip fails $fails, and is told which', async ({ slip, fails, says, options }) => {
    const report = await check([slip], options);
    expect(
      failing(report).filter(id => slip !== 'shares a context between concurrent requests' || fails.includes(id)),
    ).toEqual(fails);
    expect(problemsOf(report, fails[0] ?? '')).toContain(says);
    expect(() => expect(report).toHonorTraceContext()).toThrow(fails[0]);
    expect(report).not.toHonorTraceContext();
  });

  test.each(ROWS.flatMap(({ slip, twin, options }) => (twin === undefined ? [] : [{ slip, twin, options }])))(
    'is not confused with one that $twin, which is right (beside: $slip)',
    async ({ twin, options }) => {
      const report = await check([twin], options);
      expect(failing(report)).toEqual([]);
      expect(report).toHonorTraceContext();
    },
  );
});

test('a service that keeps the last context fails where a new trace must begin, and the failure names the cause', async () => {
  const report = await check(['keeps the last context for requests without one']);
  expect(failing(report)).toEqual(
    expect.arrayContaining(['requests-apart', 'traceparent-missing', 'traceparent-name']),
  );
  expect(failing(report)).not.toContain('traceparent-alone');
  expect(problemsOf(report, 'requests-apart')).toMatch(
    /^the traceparent of a call belongs to another request \(one of [\w-]+\): the service shares a context between requests$/m,
  );
});

test('a service with one new trace for all requests fails, and the failure names the cause', async () => {
  const report = await check(['has one new trace for all requests']);
  expect(failing(report)).toEqual(expect.arrayContaining(['requests-apart', 'traceparent-missing']));
  expect(failing(report)).not.toContain('traceparent-alone');
  expect(problemsOf(report, 'requests-apart')).toContain('the calls of two requests have the same new trace id');
});

test('calls that come long after the answer are judged, and the failure says that they came after it', async () => {
  const report = await check(['answers first and makes its calls much later, in a new trace'], { timeout: 15_000 });
  expect(failing(report)).toEqual(
    expect.arrayContaining(['calls-before-answer', 'traceparent-alone', 'calls-continue']),
  );
  expect(failing(report)).not.toContain('traceparent-missing');
  expect(problemsOf(report, 'traceparent-alone')).toMatch(
    /^the service began a new trace, .*\(the service made this call after its answer\)$/,
  );
});

test('one request at a time, a service that shares its context passes; the check says so by its default', async () => {
  expect(await check(['shares a context between concurrent requests'])).toHonorTraceContext();
});

test.each([2, 3, 16])('with %i requests at once, a shared context shows every time', async concurrency => {
  const slips: Slip[] = ['shares a context between concurrent requests', 'makes its calls one after another'];
  expect(failing(await check(slips, { timeout: 15_000, concurrency }))).toContain('requests-apart');
});

test('a service that serves one request at a time is right, however many are sent at once', async () => {
  const report = await check(['serves one request at a time'], { ...LEVEL_2, strict: true, concurrency: 4 });
  expect(failing(report)).toEqual([]);
});

test('a service that makes no calls for a while after one was refused is right', async () => {
  expect(failing(await check(['makes no calls for a while after one was refused']))).toEqual([]);
});

describe('level 1, strict', () => {
  test('accepts the key grammar of level 1 and that of level 2', async () => {
    expect(failing(await check(['has the key grammar of level 1'], STRICT))).toEqual([]);
    expect(failing(await check([], STRICT))).toEqual([]);
  });

  test('asks for zero in the flags that it does not know, but a level 2 service may keep the random flag', async () => {
    expect(failing(await check(['passes all flags on'], STRICT))).toEqual(['traceparent-other-flags']);
    expect(failing(await check(['sets the random flag'], STRICT))).toEqual(['traceparent-random-flag-unset']);
    expect(failing(await check(['drops the random flag'], STRICT))).toEqual([]);
  });

  test('reports flags without counting them when it is not strict', async () => {
    const report = await check(['passes all flags on']);
    expect(report).toHonorTraceContext();
    expect(report.cases.find(({ id }) => id === 'traceparent-other-flags')).toMatchObject({
      outcome: 'fail',
      counts: false,
    });
  });
});

test('level 2, strict, asks for the key grammar of level 2', async () => {
  const report = await check(['has the key grammar of level 1'], { ...LEVEL_2, strict: true });
  expect(failing(report)).toEqual(['tracestate-key-at', 'tracestate-key-length']);
});

test('a service that drops single invalid members passes without strict, as the specification allows', async () => {
  const slips: Slip[] = ['has the key grammar of level 1, and drops single members'];
  expect(failing(await check(slips, LEVEL_2))).toEqual([]);
});
