import { fileURLToPath } from 'node:url';
import { testService } from '../same-tests.mjs';

const MADE = fileURLToPath(new URL('../../../test/interop/.cache/example_quarkus', import.meta.url));

testService({
  title: 'quarkus',
  command: ['java', '-jar', `${MADE}/application/quarkus-run.jar`],
  cwd: import.meta.dirname,
  env: {
    // This one would override application.properties.
    OTEL_PROPAGATORS: undefined,
  },
  exportDelay: 'QUARKUS_OTEL_BSP_SCHEDULE_DELAY',
  // As application.properties says.
  sampling: { OTEL_TRACES_SAMPLER: undefined },
  known: {
    // The REST client of Quarkus leaves its span UNSET when it gets a 4xx.
    errors: { except: { kind: 'CLIENT', attributes: { 'http.response.status_code': 402 } } },
    // It names its span by the path's template, and X-Ray knows no braces: "POST /charges/id".
    xray: { except: { kind: 'CLIENT', name: 'POST /charges/{id}' } },
  },
});
