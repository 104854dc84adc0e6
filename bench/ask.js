// Processes of the bench that answer questions, one at a time.
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts a file of this folder in a process of its own; `ask` resolves to its answers. */
export function startProcess(file, ...args) {
  const child = fork(new URL(file, import.meta.url), args, { execArgv: ['--expose-gc'] });
  const gone = once(child, 'exit');
  const failed = gone.then(([code, signal]) => {
    throw new Error(`${[file, ...args].join(' ')} ended: ${code ?? signal}`);
  });
  failed.catch(() => {});
  return {
    async ask(question, ...details) {
      child.send({ question, details });
      const [answer] = await Promise.race([once(child, 'message'), failed]);
      return answer;
    },
    async stop() {
      child.kill();
      await gone;
    },
  };
}

/** Answers the questions that the process which started this one asks, and ends with it. */
export function answer(answers) {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ question, details }) => {
    process.send((await answers[question](...details)) ?? null);
  });
}
