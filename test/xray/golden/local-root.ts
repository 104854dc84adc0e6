import { type Golden, PARENT, SEGMENT, SUBSEGMENT } from './golden.ts';

const XRAY = { xray: { auto_instrumentation: false } } as const;

/** Spans at which their service begins, as AWS's distributions of OpenTelemetry mark them. */
export const LOCAL_ROOT: readonly Golden[] = [
  {
    title: 'a client: the call, and its service as a segment of its own',
    span: {
      name: 'S3.PutObject',
      kind: 'CLIENT',
      attributes: {
        'aws.span.kind': 'LOCAL_ROOT',
        'aws.local.service': 'mailer',
        'aws.remote.service': 'AWS::S3',
        'aws.remote.operation': 'PutObject',
        'rpc.system': 'aws-api',
        'rpc.service': 'S3',
        'rpc.method': 'PutObject',
        'aws.region': 'eu-west-1',
        'http.status_code': 200,
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'S3', // 3, 32: aws.remote.service without its prefix
        parent_id: 'service', // 2
        namespace: 'aws', // 4
        http: { request: {}, response: { status: 200, content_length: 0 } },
        aws: { ...XRAY, operation: 'PutObject', region: 'eu-west-1' },
        metadata: {
          default: {
            'aws.span.kind': 'LOCAL_ROOT',
            'aws.local.service': 'mailer',
            'aws.remote.service': 'AWS::S3',
            'aws.remote.operation': 'PutObject',
            'rpc.system': 'aws-api',
            'rpc.service': 'S3',
          },
        },
      },
      {
        ...SEGMENT, // 2: no type; 32: no namespace, no http
        id: 'service', // 2: a new id
        name: 'mailer', // 32: aws.local.service
        aws: XRAY, // 32: without the call
        metadata: { default: { 'otel.resource.service.name': 'orders' } }, // 32: only the resource
      },
    ],
  },
  {
    title: 'a client below a span of another service',
    span: {
      name: 'GET',
      kind: 'CLIENT',
      below: true,
      error: 'timeout',
      attributes: { 'aws.span.kind': 'LOCAL_ROOT', 'peer.service': 'rates' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'rates', // 3
        parent_id: 'service',
        namespace: 'remote', // 4
        fault: true,
        cause: { exceptions: [{ id: 'exception 1', type: '', message: 'timeout' }] },
        metadata: { default: { 'aws.span.kind': 'LOCAL_ROOT', 'peer.service': 'rates' } },
      },
      {
        ...SEGMENT,
        id: 'service',
        parent_id: PARENT, // 32: that of the span
        name: 'rates', // 32: without aws.local.service, as the call
        fault: true, // 32: both
        cause: { exceptions: [{ id: 'exception 2', type: '', message: 'timeout' }] }, // 32: both, with ids of their own
        metadata: { default: {} }, // 32: with a parent, it has no resource, and the rest is removed
      },
    ],
  },
  {
    title: 'a consumer: its links are those of the service',
    span: {
      name: 'orders process',
      kind: 'CONSUMER',
      attributes: { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': 'mailer' },
      links: [{ traceId: '5759e988bd862e3fe1be46a994272793', spanId: 'cccccccccccccccc' }],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'orders process',
        parent_id: 'service',
        namespace: 'remote', // 32: of any kind
        metadata: { default: { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': 'mailer' } },
      },
      {
        ...SEGMENT,
        id: 'service',
        name: 'mailer',
        metadata: { default: { 'otel.resource.service.name': 'orders' } },
        links: [{ trace_id: '1-5759e988-bd862e3fe1be46a994272793', id: 'cccccccccccccccc' }], // 32
      },
    ],
  },
  {
    title: 'a producer: its links are those of the call',
    span: {
      name: 'orders publish',
      kind: 'PRODUCER',
      attributes: { 'aws.span.kind': 'LOCAL_ROOT', 'aws.remote.service': 'kafka' },
      links: [{ traceId: '5759e988bd862e3fe1be46a994272793', spanId: 'cccccccccccccccc' }],
    },
    indexedAttributes: 'all',
    documents: [
      {
        ...SUBSEGMENT,
        name: 'kafka',
        parent_id: 'service',
        namespace: 'remote',
        annotations: { 'aws.span.kind': 'LOCAL_ROOT', 'aws.remote.service': 'kafka' },
        links: [{ trace_id: '1-5759e988-bd862e3fe1be46a994272793', id: 'cccccccccccccccc' }], // 32
      },
      {
        ...SEGMENT,
        id: 'service',
        name: 'orders publish', // 3: without aws.remote.service
        annotations: { 'otel.resource.service.name': 'orders', 'aws.span.kind': 'LOCAL_ROOT' }, // 32: not the call's
      },
    ],
  },
  {
    title: 'a span of no kind has two documents as well',
    span: { name: 'legacy', kind: 'UNSPECIFIED', attributes: { 'aws.span.kind': 'LOCAL_ROOT' } },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'legacy',
        parent_id: 'service',
        namespace: 'remote',
        metadata: { default: { 'aws.span.kind': 'LOCAL_ROOT' } },
      },
      {
        ...SEGMENT,
        id: 'service',
        name: 'legacy',
        metadata: { default: { 'otel.resource.service.name': 'orders' } },
      },
    ],
  },
  {
    title: 'a server is one segment',
    span: {
      name: 'GET /',
      kind: 'SERVER',
      below: true,
      attributes: { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': 'orders-eu', 'peer.service': 'ignored' },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders-eu', // 3: aws.local.service
        parent_id: PARENT,
        metadata: {
          default: {
            'otel.resource.service.name': 'orders',
            'aws.span.kind': 'LOCAL_ROOT',
            'aws.local.service': 'orders-eu',
            'peer.service': 'ignored',
          },
        },
      },
    ],
  },
  {
    title: 'work within a service is a segment, also with a parent, and has no resource then',
    span: {
      name: 'poll',
      kind: 'INTERNAL',
      below: true,
      attributes: { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': 'poller' },
    },
    documents: [
      {
        ...SEGMENT, // 2: no type
        name: 'poller', // 3: of an INTERNAL local root
        parent_id: PARENT,
        metadata: { default: { 'aws.span.kind': 'LOCAL_ROOT', 'aws.local.service': 'poller' } }, // 32
      },
    ],
  },
  {
    title: 'aws.local.service names no other span',
    span: { name: 'work', kind: 'INTERNAL', below: true, attributes: { 'aws.local.service': 'poller' } },
    documents: [{ ...SUBSEGMENT, name: 'work', metadata: { default: { 'aws.local.service': 'poller' } } }], // 3
  },
];
