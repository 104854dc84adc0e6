// Shows the traces of services on this machine: node local-tracing.mjs --help
import { plan } from './destinations.mjs';
import { readOptions, USAGE } from './options.mjs';
import { Problem } from './problem.mjs';
import { runProgram } from './run-program.mjs';

const running = [];
const stopAll = async () => {
  // The collector was started last and ends first: it sends on what it holds while the server behind it still runs.
  for (const program of running.splice(0).reverse()) await program.stop();
};

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await stopAll();
}

async function main(options) {
  if (options.help) return console.log(USAGE);
  const { programs, where } = plan(options);
  const asked = new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
  for (const program of programs) {
    const started = await Promise.race([runProgram(program).then(each => running.push(each)), asked]);
    if (started === undefined) return;
  }
  console.log(instructions(options, where));

  const ended = running.map(({ name, ended }) => ended.then(how => `${name} ended with ${how}.`));
  const problem = await Promise.race([asked, ...ended]);
  if (problem !== undefined) throw new Problem(problem);
}

function instructions({ httpPort, grpcPort, percent }, where) {
  const kept = percent === undefined ? '' : `, ${percent} % of them`;
  return `
Traces go ${where}${kept}

Set these variables for each service, and start it with an OpenTelemetry SDK:

  export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${httpPort}
  export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
  export OTEL_TRACES_EXPORTER=otlp
  export OTEL_METRICS_EXPORTER=none
  export OTEL_LOGS_EXPORTER=none
  export OTEL_TRACES_SAMPLER=parentbased_always_on
  export OTEL_BSP_SCHEDULE_DELAY=500
  export OTEL_SERVICE_NAME=<the name of the service>

For gRPC: OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${grpcPort} and OTEL_EXPORTER_OTLP_PROTOCOL=grpc
${percent === undefined ? '' : sdkSampling(percent)}
Ctrl-C ends it.`;
}

function sdkSampling(percent) {
  return `
The collector samples. To sample in the services instead, as production does, leave out --pre-production and set:

  export OTEL_TRACES_SAMPLER=parentbased_traceidratio
  export OTEL_TRACES_SAMPLER_ARG=${percent / 100}
`;
}
