// @ts-check
// The collector beside a service: its container, its permissions, and the variables that make the service send to it.
import { readFileSync } from 'node:fs';
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { ContainerDependencyCondition, ContainerImage, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

// Pin the version, and raise it on purpose.
const IMAGE = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.45.1';

/** What a task needs in addition to the service. memory_limiter in collector.yaml has to fit into the memory. */
export const SIDECAR_CPU = 256;
export const SIDECAR_MEMORY_MIB = 512;

// What the exporter awsxray calls, and what a service that samples by X-Ray's rules asks for.
const XRAY_ACTIONS = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];

/**
 * Adds the collector to a task, and makes the service send its traces to it.
 *
 * @param {import('aws-cdk-lib/aws-ecs').FargateTaskDefinition} task
 * @param {import('aws-cdk-lib/aws-ecs').ContainerDefinition} service the container of the service, without OTEL_* variables
 * @param {object} options
 * @param {string} options.name `service.name` of its spans
 * @param {string} options.version `service.version`
 * @param {string} options.stage `deployment.environment.name`
 * @param {number | 'xray'} options.sampling the share of new traces that is recorded, from 0 to 1; `xray`: X-Ray's rules
 * @param {readonly string[]} options.propagators the formats in which the service takes and hands on the trace context
 */
export function addCollectorSidecar(task, service, options) {
  const { region } = Stack.of(task);
  const config = options.sampling === 'xray' ? 'collector.xray-sampling.yaml' : 'collector.yaml';
  const collector = task.addContainer('collector', {
    image: ContainerImage.fromRegistry(IMAGE),
    // The service goes on without its traces if the collector ends.
    essential: false,
    cpu: SIDECAR_CPU,
    memoryLimitMiB: SIDECAR_MEMORY_MIB,
    environment: {
      AOT_CONFIG_CONTENT: readFileSync(new URL(config, import.meta.url), 'utf8'),
      AWS_REGION: region,
      // Go frees memory more eagerly above this, before memory_limiter has to refuse spans.
      GOMEMLIMIT: '400MiB',
    },
    // The image has no shell. This program asks the extension health_check.
    healthCheck: {
      command: ['CMD', '/healthcheck'],
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(10),
    },
    // No other task can connect: the collector listens on localhost, and the security group does not open these ports.
    portMappings: [{ containerPort: 4317 }, { containerPort: 4318 }],
    logging: LogDrivers.awsLogs({ streamPrefix: 'collector' }),
  });

  Validations.of(task).acknowledge({
    id: 'CloudFormation-Validate::E1029',
    reason: 'The collector, not CloudFormation, replaces the variables in its configuration.',
  });

  // The collector starts first and, because ECS stops containers in reverse order, gets the last spans of the service.
  // START, not HEALTHY: a collector that never becomes healthy must not keep the service from starting.
  service.addContainerDependencies({ container: collector, condition: ContainerDependencyCondition.START });

  // X-Ray has no resources that a policy could name.
  task.addToTaskRolePolicy(new PolicyStatement({ actions: XRAY_ACTIONS, resources: ['*'] }));

  for (const [key, value] of Object.entries(variables(options))) service.addEnvironment(key, value);
}

/**
 * @param {Parameters<typeof addCollectorSidecar>[2]} options
 * @returns {Record<string, string>}
 */
function variables({ name, version, stage, sampling, propagators }) {
  const attributes = { 'service.version': version, 'deployment.environment.name': stage };
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    // collector.yaml has a pipeline for traces only.
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_SERVICE_NAME: name,
    // The values are percent-encoded, because of commas and equals signs.
    OTEL_RESOURCE_ATTRIBUTES: Object.entries(attributes)
      .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
      .join(','),
    OTEL_PROPAGATORS: propagators.join(','),
    ...sampler(sampling),
  };
}

/**
 * @param {number | 'xray'} sampling
 * @returns {Record<string, string>}
 */
function sampler(sampling) {
  if (sampling === 'xray') {
    return { OTEL_TRACES_SAMPLER: 'xray', OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://localhost:2000' };
  }
  if (!(sampling >= 0 && sampling <= 1))
    throw new RangeError(`sampling is ${sampling}; it must be from 0 to 1, or "xray"`);
  // Decided where a trace begins; every other service follows.
  return { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: String(sampling) };
}
