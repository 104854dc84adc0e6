import { fileURLToPath } from 'node:url';
import { testService } from '../same-tests.mjs';

const MADE = fileURLToPath(new URL('../../../test/interop/.cache/example_quarkus', import.meta.url));

testService({
  title: 'quarkus',
  command: ['java', '-jar', `${MADE}/application/quarkus-run.jar`],
  cwd: import.meta.dirname,
  exportDelay: 'QUARKUS_OTEL_BSP_SCHEDULE_DELAY',
});
