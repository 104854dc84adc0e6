import type { ConformanceCase, ConformanceRequest } from './conformance-case.ts';
import { judgeOne } from './read-calls.ts';
import { continued, inTrace, traceparent } from './w3c-requests.ts';

const RANDOM = 0x02;
/** All flags that neither level knows. */
const OTHERS = 0xfc;

/** @see https://www.w3.org/TR/trace-context-2/#random-trace-id-flag */
export const RANDOM_FLAG_CASE: ConformanceCase = {
  ...levelTwo('traceparent-random-flag', 'The flag "random" (0x02) is kept as long as the trace id is kept.', [
    {
      headers: [['traceparent', traceparent({ flags: '02' })]],
      judge: judgeOne(
        context => continued(context) ?? (context.random === true ? undefined : 'the flag 0x02 was lost on the way'),
      ),
    },
  ]),
  ofSuite: true,
};

/**
 * Rules on flags that W3C's suite does not test. Level 1 asks for zero in all flags but "sampled", so both hold there too
 * for the flags that no level knows, and for a flag "random" that was not sent. A "random" that was sent may be kept: a
 * service can speak a higher level than it is checked for.
 *
 * @see https://www.w3.org/TR/trace-context-1/#other-flags
 */
export const FLAG_CASES: readonly ConformanceCase[] = [
  {
    ...levelTwo(
      'traceparent-random-flag-unset',
      'The flag "random" (0x02) is not set in a trace that came without it.',
      [withoutRandom('00'), withoutRandom('01')],
    ),
    countsWhenStrict: true,
  },
  {
    ...levelTwo('traceparent-other-flags', 'Flags that have no meaning yet (0x04 to 0x80) are sent as zero.', [
      withoutOthers('fc'),
      withoutOthers('fd'),
      withoutOthers('ff'),
    ]),
    countsWhenStrict: true,
  },
];

function levelTwo(id: string, rule: string, requests: readonly ConformanceRequest[]): ConformanceCase {
  return { id, rule, format: 'w3c', level: 2, strict: false, ofSuite: false, requests };
}

function withoutRandom(flags: string): ConformanceRequest {
  return {
    headers: [['traceparent', traceparent({ flags })]],
    judge: judgeOne(
      context =>
        inTrace(context) ??
        ((context.flags & RANDOM) === 0 ? undefined : `the flag 0x02 was set; the flags that were sent are ${flags}`),
    ),
  };
}

function withoutOthers(flags: string): ConformanceRequest {
  return {
    headers: [['traceparent', traceparent({ flags })]],
    judge: judgeOne(context => {
      const others = context.flags & OTHERS;
      return inTrace(context) ?? (others === 0 ? undefined : `the flags ${hex(others)} were passed on`);
    }),
  };
}

function hex(flags: number): string {
  return `0x${flags.toString(16).padStart(2, '0')}`;
}
