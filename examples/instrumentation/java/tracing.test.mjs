import { fileURLToPath } from 'node:url';
import { testService } from '../same-tests.mjs';

const CACHE = fileURLToPath(new URL('../../../test/interop/.cache', import.meta.url));
const MADE = `${CACHE}/example_java`;

testService({
  title: 'java',
  command: [
    'java',
    `-javaagent:${CACHE}/agent/opentelemetry-javaagent.jar`,
    '-Dotel.javaagent.configuration-file=tracing.properties',
    `-Dotel.javaagent.extensions=${MADE}/xray-ids.jar`,
    '-cp',
    `${MADE}/classes:${MADE}/lib/*`,
    'Orders',
  ],
  cwd: import.meta.dirname,
  // As tracing.properties says.
  sampling: { OTEL_TRACES_SAMPLER: undefined },
});
