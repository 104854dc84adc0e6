import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { MissingInstrumentation } from '../../model/missing-instrumentation.ts';
import type { StartedCommand } from './started-command.ts';
import { mentionsTracing } from './tracing-names.ts';

const MAX_JAR_BYTES = 256 * 1024 * 1024;
const MAX_FILES = 10_000;
/** Long enough that compressed data does not hold them by chance. */
const IN_JAR = /opentelemetry|opentracing|micrometer|datadog|newrelic|zipkin|skywalking/;
/** Variables from which a JVM takes options. */
const OPTIONS: readonly string[] = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS'];

/** What is missing in a command that starts a jar. */
export function missingInJava({ file, args, cwd, env }: StartedCommand): MissingInstrumentation | undefined {
  const given = [...args, ...OPTIONS.map(name => env[name] ?? '')];
  if (given.some(arg => /-javaagent|-agentpath|-agentlib:(?!jdwp)|^@/.test(arg))) return undefined;
  const entry = args[args.indexOf('-jar') + 1];
  if (!args.includes('-jar') || entry === undefined) return undefined;
  const jar = resolve(cwd, entry);
  if (!isFreeOfTracing(jar)) return undefined;
  return {
    kind: 'nothing-loaded',
    entry,
    fixed: [file, '-javaagent:opentelemetry-javaagent.jar', ...args],
    install: 'download opentelemetry-javaagent.jar from the releases of opentelemetry-java-instrumentation',
  };
}

/** Whether neither a jar, whose directory is plain text, nor a file beside or below it has a name of tracing. */
function isFreeOfTracing(jar: string): boolean {
  try {
    if (statSync(jar).size > MAX_JAR_BYTES || IN_JAR.test(readFileSync(jar, 'latin1'))) return false;
    const names = readdirSync(dirname(jar), { recursive: true, encoding: 'utf8' });
    return names.length <= MAX_FILES && !names.some(mentionsTracing);
  } catch {
    return false;
  }
}
