// Finds the programs that are needed, and says how to get those that are missing.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Problem } from './problem.mjs';

const COLLECTORS = ['otelcol-contrib', 'otelcol', 'aws-otel-collector'];

const GET = {
  collector: `Get otelcol-contrib from https://github.com/open-telemetry/opentelemetry-collector-releases/releases
and put it on the PATH, or name it: --collector /path/to/otelcol-contrib`,
  jaeger: `Get Jaeger 2 from https://www.jaegertracing.io/download/
and put it on the PATH, or name it: --jaeger /path/to/jaeger`,
  zipkin: `Get it with: curl -sSL https://zipkin.io/quickstart.sh | bash -s
or name it: --zipkin /path/to/zipkin.jar`,
  java: 'Install Java 17 or later: Zipkin runs on it.',
};

/** @throws {Problem} which says what is missing */
export function findCollector(given, to) {
  return found(given, COLLECTORS) ?? missing('the OpenTelemetry Collector', COLLECTORS, given, 'collector', to);
}

export function findJaeger(given, to) {
  return found(given, ['jaeger']) ?? missing('Jaeger', ['jaeger'], given, 'jaeger', to);
}

/** Java, and the arguments that run Zipkin's jar. */
export function findZipkin(given, to) {
  const jar = given ?? join(import.meta.dirname, 'zipkin.jar');
  if (!existsSync(jar)) throw new Problem(`Zipkin is missing: there is no ${jar}.\n${GET.zipkin}\n${docker(to)}`);
  const java = found(undefined, ['java']) ?? missing('Java', ['java'], undefined, 'java', to);
  return { java, jar };
}

/** @throws {Problem} if this collector cannot export to there: distributions differ in what they contain */
export function checkExporter(collector, exporter) {
  let components;
  try {
    components = execFileSync(collector, ['components'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return; // An older one, which does not know the command: it will say itself what it lacks.
  }
  const [, exporters = ''] = /^exporters:\n((?:[ -].*\n?)*)/m.exec(components) ?? [];
  if (new RegExp(`name: ${exporter}$`, 'm').test(exporters)) return;
  const others = exporter === 'awsxray' ? 'otelcol-contrib and aws-otel-collector have' : 'otelcol-contrib has';
  throw new Problem(`${collector} has no exporter ${exporter}; ${others}.\n${GET.collector}`);
}

function found(given, names) {
  if (given !== undefined) return isProgram(given) ? given : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function missing(what, names, given, key, to) {
  const where = given === undefined ? `there is no ${names.join(', ')} on the PATH` : `${given} is no program`;
  throw new Problem(`${what[0].toUpperCase()}${what.slice(1)} is missing: ${where}.\n${GET[key]}\n${docker(to)}`);
}

function docker(to) {
  if (to === 'xray') return 'Or with Docker: public.ecr.aws/aws-observability/aws-otel-collector';
  return `Or with Docker, in this folder: docker compose --profile ${to} up`;
}
