import { type Attributes, type AttributeValue, attribute } from '../../model/attributes.ts';
import type { XRayAws, XRayEcs, XRayLogGroup } from '../segment.ts';
import { present, textAt, textOf } from './read-value.ts';

const ORIGINS: Readonly<Record<string, string>> = {
  aws_app_runner: 'AWS::AppRunner::Service',
  aws_eks: 'AWS::EKS::Container',
  aws_elastic_beanstalk: 'AWS::ElasticBeanstalk::Environment',
  aws_ecs: 'AWS::ECS::Container',
  aws_ec2: 'AWS::EC2::Instance',
};
const ECS_ORIGINS: Readonly<Record<string, string>> = { ec2: 'AWS::ECS::EC2', fargate: 'AWS::ECS::Fargate' };

/** The kind of resource that the service runs on. AWS Lambda has none. */
export function originOf(resource: Attributes): string | undefined {
  const provider = attribute(resource, 'cloud.provider');
  if (provider !== undefined && provider !== 'aws') return undefined;
  const platform = textAt(resource, 'cloud.platform');
  const launch = textAt(resource, 'aws.ecs.launchtype');
  if (platform === 'aws_ecs' && Object.hasOwn(ECS_ORIGINS, launch)) return ECS_ORIGINS[launch];
  return Object.hasOwn(ORIGINS, platform) ? ORIGINS[platform] : undefined;
}

/** What the document says of the resource that the service runs on, and of the SDK. */
export function awsResource(resource: Attributes, configured: readonly string[]): Omit<XRayAws, 'operation'> {
  const at = (key: string): string => textAt(resource, key);
  const platform = at('cloud.platform');
  const zone = at('cloud.availability_zone');
  const language = at('telemetry.sdk.language');
  const sdk = at('telemetry.sdk.name');
  const auto = at('telemetry.auto.version') || at('telemetry.distro.version');
  const logs = logGroups(resource, configured);
  return {
    ...beanstalk(resource, platform),
    ...(logs.length === 0 ? {} : { cloudwatch_logs: logs }),
    ...(platform === 'aws_ecs' ? { ecs: ecs(at, zone) } : {}),
    ...(platform === 'aws_ec2' || at('host.id') !== ''
      ? {
          ec2: {
            instance_id: orNull(at('host.id')),
            availability_zone: orNull(zone),
            instance_size: orNull(at('host.type')),
            ami_id: orNull(at('host.image.id')),
          },
        }
      : {}),
    ...(platform === 'aws_eks' || at('k8s.cluster.name') !== ''
      ? {
          eks: {
            cluster_name: orNull(at('k8s.cluster.name')),
            pod: orNull(at('k8s.pod.name')),
            container_id: orNull(at('container.id')),
          },
        }
      : {}),
    xray: {
      ...present<{ sdk?: string; sdk_version?: string }>({
        sdk: sdk !== '' && language !== '' ? `${sdk} for ${language}` : sdk,
        sdk_version: at('telemetry.sdk.version'),
      }),
      auto_instrumentation: auto !== '',
    },
  };
}

function ecs(at: (key: string) => string, zone: string): XRayEcs {
  return present<XRayEcs>({
    container: at('container.name'),
    container_id: at('container.id'),
    task_arn: at('aws.ecs.task.arn'),
    task_family: at('aws.ecs.task.family'),
    cluster_arn: at('aws.ecs.cluster.arn'),
    container_arn: at('aws.ecs.container.arn'),
    availability_zone: zone,
    launch_type: at('aws.ecs.launchtype'),
  });
}

function beanstalk(resource: Attributes, platform: string): Pick<XRayAws, 'elastic_beanstalk'> {
  const deployment = textAt(resource, 'service.instance.id');
  if (platform !== 'aws_elastic_beanstalk' || deployment === '') return {};
  return {
    elastic_beanstalk: {
      environment_name: orNull(textAt(resource, 'service.namespace')),
      version_label: orNull(textAt(resource, 'service.version')),
      deployment_id: /^[+-]?\d+$/.test(deployment) ? Number(deployment) : 0,
    },
  };
}

/** Named by their ARNs, else by their names, else by the exporter's `aws_log_groups`. */
function logGroups(resource: Attributes, configured: readonly string[]): readonly XRayLogGroup[] {
  const arns = namesIn(attribute(resource, 'aws.log.group.arns'));
  if (arns.length > 0)
    return arns.map(arn => ({ log_group: orNull(nameInArn(arn)), ...present<{ arn?: string }>({ arn }) }));
  const names = namesIn(attribute(resource, 'aws.log.group.names'));
  return (names.length > 0 ? names : configured).map(name => ({ log_group: orNull(name) }));
}

/** A list, or a text of several with `&` between them, as `OTEL_RESOURCE_ATTRIBUTES` has it. */
function namesIn(value: AttributeValue | undefined): readonly string[] {
  if (typeof value === 'string') return value.split('&').filter(name => name !== '');
  return Array.isArray(value) ? value.map(textOf) : [];
}

/** `arn:aws:logs:eu-west-1:123456789012:log-group:/shop/orders:*` names `/shop/orders`. */
function nameInArn(arn: string): string {
  return arn.split(':')[6] ?? arn;
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
