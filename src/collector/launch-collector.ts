import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigSource } from '../config-file/collector-config-source.ts';
import { ATTACHMENTS } from '../receiver/attachments.ts';
import { freePort } from '../services/free-port.ts';
import { readySign } from '../services/readiness.ts';
import type { ServicePlan } from '../services/service-options.ts';
import { command } from '../services/start-failure.ts';
import { launchService } from '../services/start-service.ts';
import { Collector } from './collector.ts';
import { explainExit } from './collector-failure.ts';
import { type CollectorPlan, WHERE, withConfig } from './collector-options.ts';
import { CollectorReady } from './collector-ready.ts';
import { totalMs } from './config/delays.ts';
import { deriveConfig } from './config/derive-config.ts';
import type { OtlpListener } from './config/listeners.ts';

/** What the way through a collector takes beside what it is told to wait, in milliseconds: at least, and as a part of that. */
const LEAST_MARGIN_MS = 100;
const MARGIN = 1 / 10;

/** Starts a collector with a configuration that is derived from the user's; see `startCollector`. */
export async function launchCollector(plan: CollectorPlan): Promise<Collector> {
  const { options, name } = plan;
  const { receiver, env = {}, pipeline } = options;
  const config = readConfigSource(options.config, 'startCollector() option config');
  const derived = await deriveConfig(config, {
    urls: receiver[ATTACHMENTS].urls(),
    variables: { ...process.env, ...env },
    nextPort: () => freePort(() => false),
    pipeline,
  });
  const upstreamDelay = totalMs(derived.delays);
  const forget = receiver[ATTACHMENTS].learnDelay(withMargin(upstreamDelay), delayText(name, derived.delays));
  const folder = await mkdtemp(join(tmpdir(), 'tracewright-collector-'));
  try {
    const file = join(folder, 'config.yaml');
    // It can hold secrets; the folder is this user's alone, too.
    await writeFile(file, derived.text, { mode: 0o600 });
    const service = servicePlan(plan, file);
    const { process: started } = await launchService(service, {
      caller: WHERE,
      isCollector: true,
      sign: (given, running) =>
        options.ready === undefined
          ? new CollectorReady(portsOf(derived.listeners), running)
          : readySign(given, running),
      explainExit: ({ output }, { code, signal }) =>
        explainExit(config, {
          name,
          code: signal === null ? `exited with code ${code}` : `was ended by ${signal}`,
          output: output.toString().replaceAll(file, config.name),
          command: command(service),
        }),
    });
    void started.exited.then(forget);
    const { text, changes, listeners } = derived;
    return new Collector({ name, process: started, listeners, config: text, changes, upstreamDelay });
  } catch (error) {
    forget();
    throw error;
  } finally {
    // A collector reads its configuration once. So none is left behind, however this process ends.
    await rm(folder, { recursive: true, force: true });
  }
}

function servicePlan({ options, name, file, args, timeoutMs, graceMs }: CollectorPlan, config: string): ServicePlan {
  const { receiver, env, cwd, ready } = options;
  return {
    file,
    args: withConfig(args, config),
    options: {
      name,
      receiver,
      ...(env === undefined ? {} : { env }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(ready === undefined ? { oneShot: true } : { ready }),
    },
    timeoutMs,
    graceMs,
  };
}

/** Batching and sampling wake up late, and sending takes time. */
function withMargin(delayMs: number): number {
  return delayMs === 0 ? 0 : Math.ceil(delayMs + Math.max(LEAST_MARGIN_MS, delayMs * MARGIN));
}

function delayText(name: string, delays: readonly { readonly of: string; readonly ms: number }[]): string {
  const parts = delays.map(({ of, ms }) => `${of} ${Math.round(ms)} ms`).join(', ');
  return `${name} holds spans back for ${Math.round(totalMs(delays))} ms (${parts})`;
}

function portsOf(listeners: readonly OtlpListener[]): readonly number[] {
  return listeners
    .flatMap(({ http, grpc }) => [grpc, http])
    .flatMap(url => (url === undefined ? [] : [Number(new URL(url).port)]));
}
