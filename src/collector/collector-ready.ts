import { clearTimeout, setTimeout, sleep } from '../real-time.ts';
import { portAnswer, type ReadySign } from '../services/readiness.ts';
import type { ServiceProcess } from '../services/service-process.ts';

const RETRY_MS = 20;
/** What every collector says once all of its components have started, unless its log level hides it. */
const READY = /Everything is ready/;
/** How long to wait for that line once all ports are open: another component may still fail to start. */
const LINE_WITHIN_MS = 500;

/** Ready when every OTLP endpoint takes connections, and the collector says so or has had the time to say otherwise. */
export class CollectorReady implements ReadySign {
  readonly awaited: string;
  readonly #ports: readonly number[];
  readonly #said: Promise<void>;
  #instead: string | undefined = 'no answer at all';

  constructor(ports: readonly number[], { output }: Pick<ServiceProcess, 'output'>) {
    this.#ports = ports;
    this.awaited = `TCP connections to ${ports.map(port => `127.0.0.1:${port}`).join(' and ')}, where its OTLP receivers are to listen`;
    this.#said = new Promise(resolve => {
      const stop = output.listen(line => {
        if (!READY.test(line)) return;
        stop();
        resolve();
      });
    });
  }

  get instead(): string | undefined {
    return this.#instead;
  }

  async wait(signal: AbortSignal): Promise<void> {
    for (const port of this.#ports) {
      for (;;) {
        const answer = await portAnswer(port);
        signal.throwIfAborted();
        if (answer === undefined) break;
        this.#instead = `${answer} from 127.0.0.1:${port}`;
        await sleep(RETRY_MS, signal);
      }
    }
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>(resolve => {
      timer = setTimeout(resolve, LINE_WITHIN_MS);
    });
    await Promise.race([this.#said, timeUp]);
    clearTimeout(timer);
  }
}
