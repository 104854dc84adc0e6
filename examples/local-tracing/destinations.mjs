// Where the traces can go: what has to run there, what the collector is told, and where you look.
import { join } from 'node:path';
import { Problem } from './problem.mjs';
import { checkExporter, findCollector, findJaeger, findZipkin } from './programs.mjs';

const at = name => join(import.meta.dirname, name);
const CREDENTIALS = ['AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];

/**
 * What has to run, in this order, and the sentence that says where the traces are.
 *
 * @throws {Problem} if a program or the credentials are missing
 */
export function plan(options) {
  const { to, percent } = options;
  // Credentials first: without them, no collector helps.
  if (to === 'xray') checkCredentials();
  const collector = findCollector(options.collector, to);
  const { env = {}, server, where, exporter } = describe(options);
  if (exporter !== undefined) checkExporter(collector, exporter);
  const files = ['base', `to-${to}`, ...(percent === undefined ? [] : ['pre-production'])];
  return {
    where,
    programs: [
      ...(server === undefined ? [] : [server]),
      {
        name: 'the collector',
        file: collector,
        args: files.flatMap(file => ['--config', at(`collector/${file}.yaml`)]),
        env: {
          ...env,
          OTLP_HOST: '127.0.0.1',
          OTLP_GRPC_PORT: options.grpcPort,
          OTLP_HTTP_PORT: options.httpPort,
          HEALTH_PORT: options.healthPort,
          ...(percent === undefined ? {} : { SAMPLING_PERCENTAGE: percent }),
        },
        ready: `http://127.0.0.1:${options.healthPort}/`,
      },
    ],
  };
}

function describe({ to, uiPort, jaeger, zipkin }) {
  const ui = `http://127.0.0.1:${uiPort}`;
  switch (to) {
    case 'jaeger': {
      // Two ports that you never need to know: next to that of the UI.
      const env = { JAEGER_HOST: '127.0.0.1', JAEGER_OTLP: `127.0.0.1:${uiPort - 2}` };
      return {
        where: `to Jaeger: ${ui}`,
        env,
        server: {
          name: 'Jaeger',
          file: findJaeger(jaeger, to),
          args: ['--config', at('jaeger.yaml')],
          // Jaeger would trace itself.
          env: { ...env, JAEGER_UI_PORT: uiPort, JAEGER_QUERY_PORT: uiPort - 1, OTEL_TRACES_SAMPLER: 'always_off' },
          ready: `${ui}/api/services`,
        },
      };
    }
    case 'zipkin': {
      const { java, jar } = findZipkin(zipkin, to);
      return {
        where: `to Zipkin: ${ui}`,
        exporter: 'zipkin',
        env: { ZIPKIN_URL: ui },
        server: {
          name: 'Zipkin',
          file: java,
          args: ['-jar', jar, `--server.port=${uiPort}`, '--zipkin.storage.type=mem'],
          ready: `${ui}/health`,
          // It tells every start at length. Errors are on stderr, which you see.
          isTalkative: true,
        },
      };
    }
    case 'xray': {
      const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
      return {
        where: `to AWS X-Ray: https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#xray:traces`,
        exporter: 'awsxray',
        env: { AWS_REGION: region },
      };
    }
    default:
      return { where: 'to this console', exporter: 'debug' };
  }
}

function checkCredentials() {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const hasKey = Boolean(AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY);
  if (!hasKey && !CREDENTIALS.some(name => process.env[name])) {
    throw new Problem(
      `There are no credentials for AWS. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.
They need the permissions xray:PutTraceSegments and xray:PutTelemetryRecords.
Without AWS: --to jaeger, --to zipkin or --to console.`,
    );
  }
  if (!AWS_REGION && !AWS_DEFAULT_REGION) {
    throw new Problem('There is no region for AWS. Set AWS_REGION, to eu-central-1 for example.');
  }
}
