/** What keeps a service that was started from the test from sending spans, as its command and its files show. */
export interface MissingInstrumentation {
  /**
   * `nothing-loaded`: neither the command nor the files load OpenTelemetry. `no-loader`: the service is an ES module,
   * and the instrumentation is loaded in a way that does not see what it imports.
   */
  readonly kind: 'nothing-loaded' | 'no-loader';
  /** The program that the command starts, as the command names it: `app.js`. */
  readonly entry: string;
  /** The command with what is missing. */
  readonly fixed: readonly string[];
  /** What has to be installed first: `npm install @opentelemetry/auto-instrumentations-node`. */
  readonly install: string;
}
