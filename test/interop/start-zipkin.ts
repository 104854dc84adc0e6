import { fileURLToPath } from 'node:url';
import type { Trace } from '../../src/model/trace.ts';
import { freePort } from '../../src/services/free-port.ts';
import { readBack } from './read-back.ts';
import { runServer } from './run-server.ts';

/** A Zipkin of a test's own, which keeps its spans in memory. */
export interface Zipkin {
  readonly url: string;
  /** What its query API answers for a trace, once it has so many spans of it. */
  trace(traceId: string, spans: number): Promise<Trace>;
  stop(): Promise<void>;
}

const JAR = fileURLToPath(new URL('.cache/zipkin/zipkin.jar', import.meta.url));
/** It lives for seconds: it is to start soon rather than to run fast. */
const JAVA_OPTIONS = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', JAR];

export async function startZipkin(): Promise<Zipkin> {
  const port = await freePort(() => false);
  const url = `http://127.0.0.1:${port}`;
  const server = await runServer('java', {
    name: 'Zipkin',
    args: [...JAVA_OPTIONS, `--server.port=${port}`, '--zipkin.storage.type=mem'],
    port,
    answer: async () => {
      const { ok, status } = await fetch(`${url}/health`);
      return ok ? undefined : `${status}`;
    },
  });
  return {
    url,
    trace: (traceId, spans) => readBack(`${url}/api/v2/trace/${traceId}`, spans),
    stop: () => server.stop(),
  };
}
