import type { Crossing } from '../../src/model/crossing.ts';

/** What a probe saw 6 ms after a trace's first moment: POST /charge, called at port 8083, handed on to 8084. */
export function crossing(more: Partial<Crossing>): Crossing {
  return {
    transport: 'http',
    witness: 'the probe at 127.0.0.1:8083',
    timeUnixNano: 1_793_620_801_006_000_000n,
    method: 'POST',
    path: '/charge',
    destination: undefined,
    target: '127.0.0.1:8084',
    port: 8_083,
    outgoingPort: undefined,
    status: undefined,
    headers: {},
    ...more,
  };
}
