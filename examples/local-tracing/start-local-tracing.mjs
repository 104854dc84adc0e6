// Starts the command in a test, with the programs that test/interop/setup.sh built, on free ports.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startService } from 'tracewright';

const built = path => fileURLToPath(new URL(`../../test/interop/.cache/${path}`, import.meta.url));

export const PROGRAMS = {
  collector: process.env.COLLECTOR ?? built('collector/otelcol'),
  jaeger: process.env.JAEGER ?? built('jaeger/jaeger'),
  zipkin: process.env.ZIPKIN ?? built('zipkin/zipkin.jar'),
};

/** @throws for a program that is missing: no test is skipped */
export function checkPrograms() {
  for (const [name, path] of Object.entries(PROGRAMS)) {
    if (existsSync(path)) continue;
    throw new Error(
      `${path} is missing. Build it with test/interop/setup.sh, or set ${name.toUpperCase()} to the path of another one.`,
    );
  }
}

/** Runs the command until it is ready. Resolves to it, where to send traces to, and where Jaeger's or Zipkin's page is. */
export async function startLocalTracing(receiver, to, ...more) {
  const [grpc, http, health] = [await freePort(), await freePort(), await freePort()];
  const ui = await freePort(2);
  const ports = { grpc, http, health, ui };
  const args = [
    ...['--to', to, ...Object.entries(PROGRAMS).flatMap(([name, path]) => [`--${name}`, path])],
    ...Object.entries(ports).flatMap(([name, port]) => [`--${name}-port`, String(port)]),
    ...more,
  ];
  const command = await startService(['node', 'local-tracing.mjs', ...args], {
    name: 'local-tracing',
    receiver,
    cwd: import.meta.dirname,
    ready: { log: /Ctrl-C ends it/ },
    timeout: 60_000,
    grace: 15_000,
  });
  return {
    command,
    endpoint: `http://127.0.0.1:${http}`,
    grpcEndpoint: `grpc://127.0.0.1:${grpc}`,
    ui: `http://127.0.0.1:${ui}`,
  };
}

/** A port that is free, with so many free ones below it. */
async function freePort(below = 0) {
  for (;;) {
    const first = await listen(0);
    const others = await Promise.allSettled(
      Array.from({ length: below }, (_, index) => listen(first.port - index - 1)),
    );
    const listening = others.flatMap(({ value }) => value ?? []);
    await Promise.all([first, ...listening].map(({ close }) => close()));
    if (listening.length === below) return first.port;
  }
}

function listen(port) {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const close = () => new Promise(closed => server.close(closed));
      resolve({ port: server.address().port, close });
    });
  });
}
