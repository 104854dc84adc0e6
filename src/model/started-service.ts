/** What is known of a service since its process was started from the test. */
export interface StartedService {
  readonly name: string;
  /** The port that it was told to listen on. */
  readonly port: number | undefined;
  /** Its `OTEL_PROPAGATORS`, which its code may overrule; undefined when the variable is unset. */
  readonly propagators: readonly string[] | undefined;
  /** Its `OTEL_TRACES_SAMPLER`; undefined when the variable is unset. */
  readonly sampler: string | undefined;
}
