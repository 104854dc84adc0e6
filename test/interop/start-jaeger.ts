import { fileURLToPath } from 'node:url';
import type { Trace } from '../../src/model/trace.ts';
import { freePort } from '../../src/services/free-port.ts';
import { readBack } from './read-back.ts';
import { runServer } from './run-server.ts';

/** A Jaeger of a test's own, which keeps its traces in memory. */
export interface Jaeger {
  /** Where it takes OTLP: `http://127.0.0.1:...` and `grpc://127.0.0.1:...`. */
  readonly otlp: { readonly http: string; readonly grpc: string };
  /** What its query API answers for a trace, once it has so many spans of it. */
  trace(traceId: string, spans: number): Promise<Trace>;
  stop(): Promise<void>;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export async function startJaeger(): Promise<Jaeger> {
  const [queryHttp, queryGrpc, otlpHttp, otlpGrpc] = [await port(), await port(), await port(), await port()];
  const url = `http://127.0.0.1:${queryHttp}`;
  const server = await runServer(at('.cache/jaeger/jaeger'), {
    name: 'Jaeger',
    args: ['--config', at('jaeger/memory.yaml')],
    env: {
      QUERY_HTTP_PORT: `${queryHttp}`,
      QUERY_GRPC_PORT: `${queryGrpc}`,
      OTLP_HTTP_PORT: `${otlpHttp}`,
      OTLP_GRPC_PORT: `${otlpGrpc}`,
      // It traces itself.
      OTEL_TRACES_SAMPLER: 'always_off',
    },
    port: otlpHttp,
    answer: async () => {
      const { ok, status } = await fetch(`${url}/api/v3/services`);
      return ok ? undefined : `${status}`;
    },
  });
  return {
    otlp: { http: `http://127.0.0.1:${otlpHttp}`, grpc: `grpc://127.0.0.1:${otlpGrpc}` },
    trace: (traceId, spans) => readBack(`${url}/api/v3/traces/${traceId}?raw_traces=true`, spans, onlyResult),
    stop: () => server.stop(),
  };
}

/** @see https://www.jaegertracing.io/docs/2.0/apis/: `{ result: { resourceSpans } }` */
function onlyResult(answer: unknown): unknown {
  return (answer as { readonly result: unknown }).result;
}

const port = (): Promise<number> => freePort(() => false);
