// What the command line can say.
import { parseArgs } from 'node:util';
import { Problem } from './problem.mjs';

export const DESTINATIONS = ['jaeger', 'zipkin', 'console', 'xray'];

export const USAGE = `Shows the traces of services on this machine.

  node local-tracing.mjs --to <${DESTINATIONS.join('|')}> [options]     default: console

  --pre-production      record only a part of the traces, as before production
  --percent <10-20>     how many percent that is; default 15
  --grpc-port <port>    where services send OTLP over gRPC; default 4317
  --http-port <port>    where services send OTLP over HTTP; default 4318
  --ui-port <port>      where you open Jaeger (default 16686) or Zipkin (default 9411)
  --health-port <port>  where the collector says that it is ready; default 13133
  --collector <path>    the OpenTelemetry Collector; default: otelcol-contrib, otelcol or aws-otel-collector on the PATH
  --jaeger <path>       Jaeger 2; default: jaeger on the PATH
  --zipkin <path>       Zipkin's jar; default: zipkin.jar in this folder
  --help`;

const TEXT = { type: 'string' };
const FLAG = { type: 'boolean' };
const UI_PORTS = { jaeger: 16686, zipkin: 9411 };

/** @throws {Problem} for what is unknown or out of range */
export function readOptions(args) {
  const values = parse(args);
  const { to = 'console' } = values;
  if (!DESTINATIONS.includes(to)) throw new Problem(`--to is "${to}"; it must be one of ${DESTINATIONS.join(', ')}.`);
  if (values.percent !== undefined && !values['pre-production']) {
    throw new Problem('--percent belongs to --pre-production.');
  }
  return {
    to,
    help: values.help === true,
    percent: values['pre-production'] ? number(values, 'percent', 15, 10, 20) : undefined,
    grpcPort: port(values, 'grpc-port', 4317),
    httpPort: port(values, 'http-port', 4318),
    uiPort: port(values, 'ui-port', UI_PORTS[to] ?? 0),
    healthPort: port(values, 'health-port', 13133),
    collector: values.collector,
    jaeger: values.jaeger,
    zipkin: values.zipkin,
  };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        to: TEXT,
        'pre-production': FLAG,
        percent: TEXT,
        'grpc-port': TEXT,
        'http-port': TEXT,
        'ui-port': TEXT,
        'health-port': TEXT,
        collector: TEXT,
        jaeger: TEXT,
        zipkin: TEXT,
        help: FLAG,
      },
    }).values;
  } catch (error) {
    throw new Problem(`${error.message}\n\n${USAGE}`);
  }
}

const port = (values, name, fallback) => number(values, name, fallback, 1, 65_535);

function number(values, name, fallback, least, most) {
  const given = values[name];
  if (given === undefined) return fallback;
  const value = given.trim() === '' ? Number.NaN : Number(given);
  if (value >= least && value <= most) return value;
  throw new Problem(`--${name} is "${given}"; it must be from ${least} to ${most}.`);
}
