import type { Attributes } from '../../../src/model/attributes.ts';
import { type Golden, SEGMENT, SUBSEGMENT } from './golden.ts';

/** Rule 7: every resource attribute of a segment. */
function metadataOf(resource: Attributes) {
  return {
    default: Object.fromEntries(
      Object.entries(resource).map(([key, value]) => [`otel.resource.${key}`, value as string]),
    ),
  };
}

const EC2 = {
  'service.name': 'orders',
  'service.version': '1.4.2',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_ec2',
  'cloud.account.id': '123456789012',
  'cloud.availability_zone': 'eu-west-1a',
  'host.id': 'i-0abc',
  'host.type': 'm7g.large',
  'host.image.id': 'ami-1',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.language': 'nodejs',
  'telemetry.sdk.version': '2.1.0',
};
const ECS = {
  'service.name': 'orders',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_ecs',
  'cloud.availability_zone': 'eu-west-1a',
  'aws.ecs.launchtype': 'fargate',
  'aws.ecs.cluster.arn': 'arn:cluster',
  'aws.ecs.container.arn': 'arn:container',
  'aws.ecs.task.arn': 'arn:task',
  'aws.ecs.task.family': 'orders',
  'container.name': 'app',
  'container.id': 'c0ffee',
  'container.image.tag': '17',
};
const EKS = {
  'service.name': 'orders',
  'cloud.platform': 'aws_eks',
  'k8s.cluster.name': 'shop',
  'k8s.pod.name': 'orders-1',
};
const BEANSTALK = {
  'service.name': 'orders',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_elastic_beanstalk',
  'service.namespace': 'shop-prod',
  'service.instance.id': '23',
  'service.version': 'v7',
};
const LAMBDA = { 'service.name': 'orders', 'cloud.provider': 'aws', 'cloud.platform': 'aws_lambda' };
const AGENT = {
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.language': 'java',
  'telemetry.distro.version': '2.20.0',
};
const GOOGLE = { 'service.name': 'orders', 'cloud.provider': 'gcp', 'cloud.platform': 'aws_ec2', 'host.id': 'h' };
const GROUPS = { 'service.name': 'orders', 'aws.log.group.names': ['/shop/orders', '/shop/audit'] };
const GROUP_TEXT = { 'service.name': 'orders', 'aws.log.group.names': '/shop/orders&/shop/audit' };
const ARNS = {
  'service.name': 'orders',
  'aws.log.group.names': 'ignored',
  'aws.log.group.arns': ['arn:aws:logs:eu-west-1:123456789012:log-group:/shop/orders:*', 'short'],
};

/** The resource that a service runs on. */
export const RESOURCES: readonly Golden[] = [
  {
    title: 'EC2',
    span: { name: 'GET', kind: 'SERVER', resource: EC2 },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        origin: 'AWS::EC2::Instance', // 12
        service: { version: '1.4.2' }, // 18
        aws: {
          ec2: { instance_id: 'i-0abc', availability_zone: 'eu-west-1a', instance_size: 'm7g.large', ami_id: 'ami-1' }, // 13
          xray: { sdk: 'opentelemetry for nodejs', sdk_version: '2.1.0', auto_instrumentation: false }, // 15
          account_id: '123456789012', // 16
        },
        metadata: metadataOf(EC2),
      },
    ],
  },
  {
    title: 'ECS on Fargate, of a subsegment',
    span: { name: 'work', kind: 'INTERNAL', below: true, resource: ECS },
    documents: [
      {
        ...SUBSEGMENT, // 7: no resource metadata
        name: 'work',
        origin: 'AWS::ECS::Fargate', // 12: of every document
        service: { version: '17' }, // 18: the image's tag
        aws: {
          ecs: {
            container: 'app', // 13
            container_id: 'c0ffee',
            task_arn: 'arn:task',
            task_family: 'orders',
            cluster_arn: 'arn:cluster',
            container_arn: 'arn:container',
            availability_zone: 'eu-west-1a',
            launch_type: 'fargate',
          },
          xray: { auto_instrumentation: false },
        },
      },
    ],
  },
  {
    title: 'ECS on EC2, and ECS on nothing that is known',
    span: {
      name: 'work',
      kind: 'INTERNAL',
      below: true,
      resource: { 'cloud.platform': 'aws_ecs', 'aws.ecs.launchtype': 'external' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'work',
        origin: 'AWS::ECS::Container', // 12
        aws: { ecs: { launch_type: 'external' }, xray: { auto_instrumentation: false } },
      },
    ],
  },
  {
    title: 'EKS',
    span: { name: 'GET', kind: 'SERVER', resource: EKS },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        origin: 'AWS::EKS::Container', // 12: without cloud.provider too
        aws: {
          eks: { cluster_name: 'shop', pod: 'orders-1', container_id: null }, // 13: null for what is missing
          xray: { auto_instrumentation: false },
        },
        metadata: metadataOf(EKS),
      },
    ],
  },
  {
    title: 'Elastic Beanstalk',
    span: { name: 'GET', kind: 'SERVER', resource: BEANSTALK },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        origin: 'AWS::ElasticBeanstalk::Environment', // 12
        service: { version: 'v7' },
        aws: {
          elastic_beanstalk: { environment_name: 'shop-prod', version_label: 'v7', deployment_id: 23 }, // 13
          xray: { auto_instrumentation: false },
        },
        metadata: metadataOf(BEANSTALK),
      },
    ],
  },
  {
    title: 'Lambda has no origin',
    span: { name: 'handler', kind: 'SERVER', resource: LAMBDA },
    documents: [{ ...SEGMENT, name: 'orders', metadata: metadataOf(LAMBDA) }], // 12
  },
  {
    title: 'the agent of a distribution',
    span: { name: 'work', kind: 'INTERNAL', resource: AGENT },
    documents: [
      {
        ...SEGMENT,
        name: 'work',
        aws: { xray: { sdk: 'opentelemetry for java', auto_instrumentation: true } }, // 15
        metadata: metadataOf(AGENT),
      },
    ],
  },
  {
    title: 'another cloud: no origin, no aws, and what it would have taken is gone',
    span: {
      name: 'GET',
      kind: 'SERVER',
      resource: GOOGLE,
      attributes: { 'aws.region': 'eu-west-1', 'rpc.method': 'Get' },
    },
    documents: [
      {
        id: SEGMENT.id,
        trace_id: SEGMENT.trace_id,
        start_time: SEGMENT.start_time,
        end_time: SEGMENT.end_time,
        fault: false,
        error: false,
        throttle: false,
        name: 'orders',
        metadata: metadataOf(GOOGLE), // 17
      },
    ],
  },
  {
    title: 'log groups by their names',
    span: { name: 'GET', kind: 'SERVER', resource: GROUPS },
    logGroups: ['ignored'],
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        aws: {
          cloudwatch_logs: [{ log_group: '/shop/orders' }, { log_group: '/shop/audit' }], // 14
          xray: { auto_instrumentation: false },
        },
        metadata: {
          default: {
            'otel.resource.service.name': 'orders',
            'otel.resource.aws.log.group.names': ['/shop/orders', '/shop/audit'],
          },
        },
      },
    ],
  },
  {
    title: 'log groups as OTEL_RESOURCE_ATTRIBUTES has them',
    span: { name: 'GET', kind: 'SERVER', resource: GROUP_TEXT },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        aws: {
          cloudwatch_logs: [{ log_group: '/shop/orders' }, { log_group: '/shop/audit' }], // 14
          xray: { auto_instrumentation: false },
        },
        metadata: metadataOf(GROUP_TEXT),
      },
    ],
  },
  {
    title: 'log groups by their ARNs',
    span: { name: 'GET', kind: 'SERVER', resource: ARNS },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        aws: {
          cloudwatch_logs: [
            {
              log_group: '/shop/orders', // 14
              arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/shop/orders:*',
            },
            { log_group: 'short', arn: 'short' }, // 14: what is no ARN
          ],
          xray: { auto_instrumentation: false },
        },
        metadata: {
          default: {
            'otel.resource.service.name': 'orders',
            'otel.resource.aws.log.group.names': 'ignored',
            'otel.resource.aws.log.group.arns': [
              'arn:aws:logs:eu-west-1:123456789012:log-group:/shop/orders:*',
              'short',
            ],
          },
        },
      },
    ],
  },
  {
    title: 'log groups of the configuration',
    span: { name: 'work', kind: 'INTERNAL', below: true },
    logGroups: ['/shop/orders'],
    documents: [
      {
        ...SUBSEGMENT,
        name: 'work',
        aws: { cloudwatch_logs: [{ log_group: '/shop/orders' }], xray: { auto_instrumentation: false } }, // 14
      },
    ],
  },
];
