// The package's own tests: how long `npm test` takes. Run it alone: the time on the clock grows with what else runs.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const GOAL_S = 120;
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export async function measureSuite() {
  const began = performance.now();
  // The last line of `times` is the time on all cores, user and system, of what the shell has started: 1m2.345s 0m6.789s
  const { stdout, status } = spawnSync('bash', ['-c', 'npm test >&2; status=$?; times; exit $status'], {
    cwd: PROJECT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const seconds = (performance.now() - began) / 1_000;
  if (status !== 0) throw new Error('npm test fails');
  const [user, system] = stdout.trim().split('\n').at(-1).split(' ').map(secondsOf);
  const row = {
    figure: `npm test on ${availableParallelism()} cores`,
    measured: `${seconds.toFixed(0)} s (${(user + system).toFixed(0)} s of CPU time)`,
    goal: `under ${GOAL_S} s`,
    reached: seconds < GOAL_S,
  };
  return { rows: [row], notes: [] };
}

function secondsOf(text) {
  const [minutes, seconds] = text.slice(0, -1).split('m').map(Number);
  return 60 * minutes + seconds;
}
