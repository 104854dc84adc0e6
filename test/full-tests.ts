import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the tests of other configurations are, and what tests run. */
export const NEVER = ['test/runners/**', 'test/interop/**', 'test/matrix/**', '**/fixtures/**'];

/** The files that take longest. Only `npm run test:full` runs them, so that `npm test` is done in a minute on two cores. */
export const FULL_ONLY = [
  'test/conformance/{check-trace-context,hand-made,slips,to-honor-trace-context}.test.ts',
  'test/docs/propagation-page.test.ts',
  'test/fuzz/hostile-sizes.test.ts',
  'test/lifetime/**/*.test.ts',
  'test/matchers/{fifty-runs,junit-reports,trace-snapshot-machinery}.test.ts',
  'test/pii/canary/canary-score.test.ts',
  'test/pii/{nothing-is-shown,scoreboard}.test.ts',
  'test/properties/{negation,trace-building}.test.ts',
  'test/receiver/{fault-injection,forwarding,grpc-streams,hostile-clients,isolation,timeout-texts}.test.ts',
  'test/report/hostile-text.test.ts',
  'test/sdk/{faked-time,unended-spans}.test.ts',
  'test/services/start-service.test.ts',
  'test/verdicts/{carriers,clocks,context-names,lost-data,sequential-work,strays,uninstrumented,waiting}.test.ts',
];

/** The files that import `runs.ts`: they take a twentieth of their inputs in `npm test`, and all in `npm run test:full`. */
export function filesWithRuns(): string[] {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => join('test', name))
    .filter(path => /from '[./]+\/runs\.ts'/.test(readFileSync(path, 'utf8')));
}
