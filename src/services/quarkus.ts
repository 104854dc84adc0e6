import { win32 } from 'node:path';

/**
 * Set to `otlp`, they make Quarkus end while it starts: its exporter has another name, and the autoconfiguration of
 * OpenTelemetry, which runs within it, reads these variables first. Without them, every SDK of Java exports by OTLP.
 *
 * @see https://github.com/quarkusio/quarkus/issues/51720
 */
export const REFUSED_BY_QUARKUS: readonly string[] = ['OTEL_TRACES_EXPORTER', 'OTEL_LOGS_EXPORTER'];

/** The names that a build gives to an application, tasks of Maven and Gradle, settings. */
const STARTS_QUARKUS =
  /(^|[\\/])quarkus-run\.jar$|-runner\.jar$|:quarkus-maven-plugin:|^(:?[\w.-]+:)*:?quarkus(:|Dev$|Run$)|^-Dquarkus\./;

/**
 * Whether a command starts Quarkus, as far as its words show: `java -jar target/quarkus-app/quarkus-run.jar`,
 * `java -jar orders-1.0-runner.jar`, `./orders-1.0-runner`, `mvn quarkus:dev`, `gradle quarkusDev`, `quarkus dev`.
 *
 * @see https://quarkus.io/guides/maven-tooling
 */
export function isQuarkus(file: string, args: readonly string[]): boolean {
  // It takes both separators.
  const program = win32.basename(file).replace(/\.(exe|cmd|bat)$/i, '');
  return program === 'quarkus' || program.endsWith('-runner') || args.some(arg => STARTS_QUARKUS.test(arg));
}

/** Whether an application of Quarkus ended for these variables, as its output tells it. */
export function quarkusRefused(output: string): boolean {
  return /otel\.(traces|logs)\.exporter set to "otlp" but opentelemetry-exporter-otlp not found/.test(output);
}
