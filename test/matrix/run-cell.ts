import { fileURLToPath } from 'node:url';
import type { Trace } from '../../src/model/trace.ts';
import { startProbe } from '../../src/probe/start-probe.ts';
import { judgePropagation } from '../../src/propagation/judge-propagation.ts';
import type { DiagnosisKind } from '../../src/propagation/verdict.ts';
import type { Outcome } from '../../src/query/verdict.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { PLAIN_STYLE } from '../../src/report/page.ts';
import { propagationText } from '../../src/report/propagation-text.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';
import { NO_TERMS } from '../propagation/no-terms.ts';
import { type Cell, FORMATS } from './cells.ts';
import type { Queue } from './queue.ts';
import { strippingGrpcProxy, strippingHttpProxy } from './stripping-proxies.ts';

/** What was found in a cell, once from the spans alone and once with the record of what crossed. */
export interface CellResult {
  readonly cell: Cell;
  readonly alone: Finding;
  readonly probed: Finding;
}

export interface Finding {
  readonly outcome: Outcome;
  readonly diagnosis: DiagnosisKind | undefined;
  /** What toPropagateAcross says. */
  readonly text: string;
  readonly trace: Trace;
}

const SERVICES = fileURLToPath(new URL('services', import.meta.url));
const TIMEOUT_MS = 20_000;
/** How long nothing may come before all has: what runs beside a cell makes the services slow. */
const QUIET_MS = 400;

/** Starts the two services of a cell, calls from one to the other, and judges the trace. */
export async function runCell(cell: Cell, queue: Queue | undefined): Promise<CellResult> {
  const receiver = await startReceiver({ grpcPort: false, timeout: TIMEOUT_MS, quiet: QUIET_MS });
  try {
    const way = queue === undefined ? requestWay(cell) : await queue.open(cell);
    const callee = await start(receiver, cell, 'callee', way.source);
    const caller = await start(receiver, cell, 'caller', undefined);
    try {
      const alone = await call(receiver, cell, caller, await way.targets(callee, receiver, false));
      const probed = await call(receiver, cell, caller, await way.targets(callee, receiver, true));
      return { cell, alone, probed };
    } finally {
      await way.stop();
    }
  } finally {
    await receiver.stop();
  }
}

/** How calls get from the one service to the other. */
export interface Way {
  /** What the callee consumes from; undefined where it listens. */
  readonly source: string | undefined;
  /** What the caller is to call, without or with something that records what crosses. */
  targets(callee: Service, receiver: Receiver, recorded: boolean): Promise<string>;
  stop(): Promise<void>;
}

function requestWay({ transport, fault }: Cell): Way {
  const toStop: { stop(): Promise<void> }[] = [];
  const keep = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
    toStop.push(part);
    return part;
  };
  return {
    source: undefined,
    targets: async (callee, receiver, recorded) => {
      let target = callee.url;
      if (fault === 'stripped by a proxy') {
        if (recorded) target = keep(await startProbe({ target, receiver })).url;
        const proxy = transport === 'http' ? strippingHttpProxy : strippingGrpcProxy;
        target = `http://127.0.0.1:${keep(await proxy(Number(new URL(target).port))).port}`;
      }
      if (recorded) target = keep(await startProbe({ target, receiver })).url;
      return transport === 'http' ? target : new URL(target).host;
    },
    stop: async () => {
      for (const part of toStop.reverse()) await part.stop();
    },
  };
}

async function start(
  receiver: Receiver,
  cell: Cell,
  role: 'caller' | 'callee',
  source: string | undefined,
): Promise<Service> {
  const { propagators, others } = FORMATS[cell.format];
  const isCallee = role === 'callee';
  return startService(['node', `${role}.cjs`], {
    name: role,
    receiver,
    cwd: SERVICES,
    timeout: TIMEOUT_MS,
    sampler: 'parentbased_always_on',
    propagators: isCallee && cell.fault === 'format mismatch' ? others : propagators,
    env: {
      ROLE: role,
      FAULT: isCallee || cell.fault !== 'silent' ? cell.fault : '',
      TRANSPORT: cell.transport,
      SOURCE: source,
    },
    ...(source === undefined ? { port: 'PORT' } : { ready: { log: /consuming/ } }),
  });
}

async function call(
  receiver: Receiver,
  { transport, format }: Cell,
  caller: Service,
  target: string,
): Promise<Finding> {
  const trace = await receiver.capture(
    async ({ headers }) => {
      const url = `${caller.url}/call?transport=${transport}&target=${encodeURIComponent(target)}`;
      const response = await fetch(url, { method: 'POST', headers });
      if (!response.ok) throw new Error(await response.text());
    },
    { formats: [FORMATS[format].format], services: ['caller'], orphans: 'allow' },
  );
  const wanted = { services: ['caller', 'callee'], branches: [], direct: false, every: false, terms: NO_TERMS };
  const verdict = judgePropagation([trace], wanted);
  return {
    outcome: verdict.outcome,
    diagnosis: verdict.broken?.diagnosis?.kind,
    text: propagationText(verdict, PLAIN_STYLE),
    trace,
  };
}
