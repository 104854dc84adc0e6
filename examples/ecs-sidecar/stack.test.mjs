import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { synthesise } from './synthesise.mjs';

const read = name => readFileSync(new URL(name, import.meta.url), 'utf8');

test.for([true, false])('a load balancer leads to the service, with tracing: %s', tracing => {
  const { template, task, container } = synthesise({ tracing });
  template.resourceCountIs('AWS::EC2::VPC', 1);
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Type: 'application',
    Scheme: 'internet-facing',
  });
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { HealthCheckPath: '/health' });
  template.hasResourceProperties('AWS::ECS::Service', {
    LaunchType: 'FARGATE',
    LoadBalancers: [{ ContainerName: 'service', ContainerPort: 8080 }],
  });
  expect(task).toMatchObject({ NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'] });
  expect(container('service')).toMatchObject({
    Image: 'example.com/orders:1.4.0',
    Essential: true,
    PortMappings: [{ ContainerPort: 8080 }],
  });
});

test('the collector has the configuration of collector.yaml', () => {
  const { container, variables } = synthesise();
  expect(container('collector').Image).toMatch(/^public\.ecr\.aws\/aws-observability\/aws-otel-collector:v[\d.]+$/);
  expect(variables('collector')).toMatchObject({
    AOT_CONFIG_CONTENT: read('collector.yaml'),
    AWS_REGION: { Ref: 'AWS::Region' },
  });
});

test('the configuration takes OTLP on localhost, limits its memory first, and sends to X-Ray', () => {
  const { receivers, exporters, service } = parse(read('collector.yaml'));
  expect(receivers).toEqual({
    otlp: { protocols: { grpc: { endpoint: 'localhost:4317' }, http: { endpoint: 'localhost:4318' } } },
  });
  expect(service.pipelines).toEqual({
    traces: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['awsxray'] },
  });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the collector replaces it
  expect(exporters.awsxray.region).toBe('${env:AWS_REGION}');
});

test('no other machine can reach the collector', () => {
  const { template, container } = synthesise();
  expect(container('collector').PortMappings.map(({ ContainerPort }) => ContainerPort)).toEqual([4317, 4318]);
  const open = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(
    ({ Properties: { FromPort, ToPort } }) => [FromPort, ToPort],
  );
  expect(open).toEqual([[8080, 8080]]);
});

test('the service survives its collector, starts after it, and stops before it', () => {
  const { container } = synthesise();
  expect(container('collector').Essential).toBe(false);
  expect(container('service').DependsOn).toEqual([{ ContainerName: 'collector', Condition: 'START' }]);
  expect(container('collector').DependsOn).toBeUndefined();
});

test("the image's own program asks whether the collector is healthy", () => {
  const { HealthCheck } = synthesise().container('collector');
  expect(HealthCheck).toEqual({
    Command: ['CMD', '/healthcheck'],
    Interval: 10,
    Timeout: 5,
    Retries: 3,
    StartPeriod: 10,
  });
  const { extensions, service } = parse(read('collector.yaml'));
  expect(extensions.health_check).toEqual({ endpoint: '127.0.0.1:13133' });
  expect(service.extensions).toContain('health_check');
});

test('the collector has CPU and memory of its own, and its memory limit fits', () => {
  const { task, container } = synthesise();
  const [service, collector] = [container('service'), container('collector')];
  expect(Number(task.Cpu)).toBe(service.Cpu + collector.Cpu);
  expect(Number(task.Memory)).toBe(service.Memory + collector.Memory);
  const { limit_mib } = parse(read('collector.yaml')).processors.memory_limiter;
  expect(limit_mib).toBeGreaterThan(0);
  expect(limit_mib).toBeLessThanOrEqual(collector.Memory * 0.8);
});

test("the task's role may write to X-Ray and ask for its sampling rules, and nothing else", () => {
  expect(synthesise().permissions()).toEqual([
    {
      Effect: 'Allow',
      Action: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:GetSamplingStatisticSummaries',
      ],
      Resource: '*',
    },
  ]);
});

test('the service gets its variables', () => {
  expect(synthesise({ stage: 'staging', version: '1.4.0+build,7' }).variables('service')).toEqual({
    PORT: '8080',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_SERVICE_NAME: 'orders',
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.4.0%2Bbuild%2C7,deployment.environment.name=staging',
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.15',
  });
});

test('the service takes the context in other formats if you say so', () => {
  const { variables } = synthesise({ propagators: ['xray', 'tracecontext', 'baggage'] });
  expect(variables('service').OTEL_PROPAGATORS).toBe('xray,tracecontext,baggage');
});

test.for([
  ['production', '0.05'],
  ['staging', '0.15'],
  ['development', '1'],
])('in %s, %s of the new traces is recorded', ([stage, ratio]) => {
  expect(synthesise({ stage }).variables('service')).toMatchObject({
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
});

test("with X-Ray's sampling rules, the service asks the collector, which asks X-Ray", () => {
  const { variables } = synthesise({ stage: 'production', sampling: 'xray' });
  expect(variables('service')).toMatchObject({
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://localhost:2000',
  });
  const { extensions, service, ...rest } = parse(variables('collector').AOT_CONFIG_CONTENT);
  const plain = parse(read('collector.yaml'));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the collector replaces it
  const awsproxy = { endpoint: 'localhost:2000', region: '${env:AWS_REGION}' };
  expect(extensions).toEqual({ ...plain.extensions, awsproxy });
  expect(service).toEqual({ ...plain.service, extensions: ['health_check', 'awsproxy'] });
  // All else is as in collector.yaml, which collector.test.mjs runs.
  expect({ ...rest, extensions: plain.extensions, service: plain.service }).toEqual(plain);
});

test.for([{ stage: 'prod' }, { sampling: 5 }, { sampling: Number.NaN }])('%o is refused', props => {
  expect(() => synthesise(props)).toThrow(RangeError);
});

test('without tracing there is no collector, no variable, no permission, and a smaller task', () => {
  const { task, variables, permissions, container } = synthesise({ tracing: false });
  expect(task.ContainerDefinitions.map(({ Name }) => Name)).toEqual(['service']);
  expect(container('service').DependsOn).toBeUndefined();
  expect(variables('service')).toEqual({ PORT: '8080' });
  expect(permissions()).toEqual([]);
  expect([task.Cpu, task.Memory]).toEqual(['256', '512']);
});

test.for([{}, { tracing: false }])('CPU and memory are a pair that Fargate offers, with %o', props => {
  const { Cpu, Memory } = synthesise(props).task;
  expect({ 256: ['512', '1024', '2048'], 512: ['1024', '2048', '3072', '4096'] }[Cpu]).toContain(Memory);
});
