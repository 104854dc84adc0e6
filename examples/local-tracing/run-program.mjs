// Runs a program until it is stopped.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from './problem.mjs';

const READY_WITHIN_MS = 60_000;
const RETRY_MS = 100;
const GRACE_MS = 5_000;

/**
 * Starts a program, and waits until its URL answers with a 2xx status. You see what it writes.
 *
 * @returns its end, and how to bring it about
 * @throws {Problem} if it cannot be started, ends before it is ready, or does not get ready
 */
export async function runProgram({ name, file, args, env, ready, isTalkative }) {
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', isTalkative ? 'ignore' : 'inherit', 'inherit'],
  });
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `code ${code}` : signal));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(timer);
  };
  const outcome = await Promise.race([ended.then(how => `ended with ${how} before it was ready`), untilReady(ready)]);
  if (outcome === undefined) return { name, ended, stop };
  await stop();
  throw new Problem(`${name} ${outcome}. What it wrote is above. If a port is taken, choose others: see --help.`);
}

async function untilReady(url) {
  const deadline = AbortSignal.timeout(READY_WITHIN_MS);
  for (;;) {
    const isReady = await fetch(url, { signal: deadline }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return undefined;
    if (deadline.aborted) return `did not answer at ${url} within ${READY_WITHIN_MS / 1000} s`;
    await sleep(RETRY_MS, undefined, { ref: false });
  }
}
