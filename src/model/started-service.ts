import type { MissingInstrumentation } from './missing-instrumentation.ts';

/** What is known of a service since its process was started from the test. */
export interface StartedService {
  readonly name: string;
  /** The port that it was told to listen on. */
  readonly port: number | undefined;
  /** Its `OTEL_PROPAGATORS`, which its code may overrule; undefined when the variable is unset. */
  readonly propagators: readonly string[] | undefined;
  /** Its `OTEL_TRACES_SAMPLER`; undefined when the variable is unset. */
  readonly sampler: string | undefined;
  /** Its `OTEL_SERVICE_NAME`, which its code may overrule; undefined when the variable is unset. */
  readonly serviceName?: string | undefined;
  /**
   * Looks at its command and its files for what keeps it from sending spans. Returns undefined when the service may
   * well be instrumented.
   */
  readonly missingInstrumentation?: () => MissingInstrumentation | undefined;
}
