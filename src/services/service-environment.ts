import type { StartedService } from '../model/started-service.ts';
import { OVERRIDING_VARIABLES } from '../receiver/environment.ts';
import { SAMPLER_VARIABLES } from '../receiver/sampler-variables.ts';
import { findMissingInstrumentation } from './instrumentation/find-missing-instrumentation.ts';
import { isQuarkus, REFUSED_BY_QUARKUS } from './quarkus.ts';
import type { ServicePlan } from './service-options.ts';

/**
 * The environment of a service: this process's, without what would lead its spans elsewhere, with the receiver's
 * `OTEL_*` variables, as far as the service takes them, and its port; what the test gives stands over all.
 */
export function serviceEnvironment({ file, args, options }: ServicePlan, port: number | undefined): NodeJS.ProcessEnv {
  const { name, receiver, protocol, propagators, sampler, samplerArg, host } = options;
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const variable of OVERRIDING_VARIABLES) {
    if (sampler !== 'inherit' || !SAMPLER_VARIABLES.includes(variable)) delete environment[variable];
  }
  Object.assign(
    environment,
    receiver.env({
      service: name,
      ...(protocol === undefined ? {} : { protocol }),
      ...(propagators === undefined ? {} : { propagators }),
      ...(sampler === undefined ? {} : { sampler }),
      ...(samplerArg === undefined ? {} : { samplerArg }),
      ...(host === undefined ? {} : { host }),
    }),
  );
  // Python keeps what it writes to a pipe in a buffer of 8 KiB: log records would be read long after their request.
  environment.PYTHONUNBUFFERED = '1';
  if (isQuarkus(file, args)) for (const variable of REFUSED_BY_QUARKUS) delete environment[variable];
  if (options.port !== undefined) environment[options.port] = String(port);
  // spawn leaves out what is undefined.
  return { ...environment, ...options.env };
}

/** What the command and the environment of a service say about the spans that it sends. */
export function startedService(plan: ServicePlan, port: number | undefined, env: NodeJS.ProcessEnv): StartedService {
  const { file, args, options } = plan;
  const propagators = env.OTEL_PROPAGATORS?.split(',').map(propagator => propagator.trim());
  return {
    name: options.name,
    port,
    propagators: propagators?.filter(Boolean),
    sampler: env.OTEL_TRACES_SAMPLER,
    serviceName: env.OTEL_SERVICE_NAME,
    // Only a wait that fails needs to know.
    missingInstrumentation: () => findMissingInstrumentation({ file, args, cwd: options.cwd ?? process.cwd(), env }),
  };
}
