// @ts-check
// A service behind a load balancer, with a collector beside it that sends its traces to AWS X-Ray.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateTaskDefinition, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import { addCollectorSidecar, SIDECAR_CPU, SIDECAR_MEMORY_MIB } from './collector-sidecar.js';

// What the service itself gets. Fargate offers certain pairs only: 256 CPU units (0.25 vCPU) with 512, 1024 or 2048 MiB,
// 512 units with 1024 to 4096 MiB.
const CPU = 256;
const MEMORY_MIB = 512;

/** How much is recorded in each stage: X-Ray's fixed rate in production, 10 to 20 % before it. */
const SAMPLING = { production: 0.05, staging: 0.15, development: 1 };

/**
 * @typedef {object} TracedServiceProps
 * @property {string} serviceName
 * @property {string} image of the service, in a registry that the task can reach
 * @property {string} version of the service
 * @property {keyof typeof SAMPLING} stage
 * @property {number} [port] where the service listens. Default 8080.
 * @property {string} [healthPath] what the load balancer asks for. Default `/health`.
 * @property {boolean} [tracing] false: no collector, no permissions, no OTEL_* variables. Default true.
 * @property {number | 'xray'} [sampling] another share than that of the stage; `xray`: X-Ray's rules, see the README
 * @property {readonly string[]} [propagators] Default: W3C. See the README before you add `xray`.
 */

export class TracedServiceStack extends Stack {
  /**
   * @param {import('constructs').Construct} scope
   * @param {string} id
   * @param {TracedServiceProps & import('aws-cdk-lib').StackProps} props
   */
  constructor(scope, id, props) {
    super(scope, id, props);
    const { serviceName, image, version, stage, port = 8080, healthPath = '/health', tracing = true } = props;
    const { sampling = SAMPLING[stage], propagators = ['tracecontext', 'baggage'] } = props;
    if (sampling === undefined) {
      throw new RangeError(`stage is "${stage}"; it must be one of ${Object.keys(SAMPLING).join(', ')}`);
    }

    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: CPU + (tracing ? SIDECAR_CPU : 0),
      memoryLimitMiB: MEMORY_MIB + (tracing ? SIDECAR_MEMORY_MIB : 0),
    });
    const container = task.addContainer('service', {
      image: ContainerImage.fromRegistry(image),
      cpu: CPU,
      memoryLimitMiB: MEMORY_MIB,
      environment: { PORT: String(port) },
      portMappings: [{ containerPort: port }],
      logging: LogDrivers.awsLogs({ streamPrefix: 'service' }),
    });
    if (tracing) {
      addCollectorSidecar(task, container, { name: serviceName, version, stage, sampling, propagators });
    }

    const { loadBalancer, targetGroup } = new ApplicationLoadBalancedFargateService(this, 'Service', {
      cluster: new Cluster(this, 'Cluster', { vpc }),
      taskDefinition: task,
      desiredCount: 2,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
    });
    targetGroup.configureHealthCheck({ path: healthPath });
    targetGroup.setAttribute('deregistration_delay.timeout_seconds', '30');
    new CfnOutput(this, 'Url', { value: `http://${loadBalancer.loadBalancerDnsName}` });
  }
}
