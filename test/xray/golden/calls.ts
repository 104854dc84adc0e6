import { type Golden, ORDERS, PARENT, SEGMENT, SUBSEGMENT } from './golden.ts';

/** Messaging, RPC, and spans of no protocol. */
export const CALLS: readonly Golden[] = [
  {
    title: 'a message that is sent',
    span: {
      name: 'orders publish',
      kind: 'PRODUCER',
      below: true,
      attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'orders publish', // 3; 4: no namespace, as it is no CLIENT
        metadata: { default: { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' } },
      },
    ],
  },
  {
    title: 'a message that is sent to a service that is named',
    span: {
      name: 'orders publish',
      kind: 'PRODUCER',
      below: true,
      attributes: { 'aws.remote.service': 'kafka' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'kafka', // 3
        namespace: 'remote', // 4: a subsegment of CLIENT, PRODUCER or CONSUMER with aws.remote.service
        metadata: { default: { 'aws.remote.service': 'kafka' } },
      },
    ],
  },
  {
    title: 'a message that is processed, below the one that sent it',
    span: {
      name: 'orders process',
      kind: 'CONSUMER',
      below: true,
      attributes: { 'messaging.operation.type': 'process' },
    },
    documents: [
      {
        ...SUBSEGMENT, // 1: a CONSUMER with a parent is a subsegment, of another service
        name: 'orders process',
        metadata: { default: { 'messaging.operation.type': 'process' } },
      },
    ],
  },
  {
    title: 'a message that is processed in a trace of its own',
    span: { name: 'orders process', kind: 'CONSUMER' },
    documents: [
      {
        ...SEGMENT, // 1: without a parent
        name: 'orders process', // 3: service.name is only for SERVER
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'a gRPC client',
    span: {
      name: 'shop.Payments/Charge',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'rpc.system': 'grpc',
        'rpc.service': 'shop.Payments',
        'rpc.method': 'Charge',
        'rpc.grpc.status_code': 0,
        'net.peer.name': 'payments',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'shop.Payments', // 3: rpc.service before net.peer.name
        namespace: 'remote',
        aws: { xray: { auto_instrumentation: false }, operation: 'Charge' }, // 16: rpc.method of any system
        metadata: {
          default: { 'rpc.system': 'grpc', 'rpc.service': 'shop.Payments', 'rpc.grpc.status_code': 0 },
        },
      },
    ],
  },
  {
    title: 'a gRPC server that failed',
    span: {
      name: 'shop.Payments/Charge',
      kind: 'SERVER',
      below: true,
      error: 'card declined',
      attributes: { 'rpc.system': 'grpc', 'rpc.service': 'shop.Payments', 'rpc.grpc.status_code': 13 },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders', // 3: service.name before rpc.service
        parent_id: PARENT,
        fault: true, // 5: ERROR without an HTTP status
        cause: { exceptions: [{ id: 'exception 1', type: '', message: 'card declined' }] }, // 6
        metadata: {
          default: {
            'otel.resource.service.name': 'orders',
            'rpc.system': 'grpc',
            'rpc.service': 'shop.Payments',
            'rpc.grpc.status_code': 13,
          },
        },
      },
    ],
  },
  {
    title: 'work within a service',
    span: { name: 'validate', kind: 'INTERNAL', below: true },
    documents: [{ ...SUBSEGMENT, name: 'validate' }],
  },
  {
    title: 'work without a parent is a segment with the name of its span',
    span: { name: 'nightly report', kind: 'INTERNAL' },
    documents: [{ ...SEGMENT, name: 'nightly report', metadata: ORDERS }], // 3
  },
  {
    title: 'a span of no kind',
    span: { name: 'legacy', kind: 'UNSPECIFIED', below: true, attributes: { 'http.host': 'old.example' } },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'old.example', // 3
        http: { request: { url: 'http://old.example/' }, response: { content_length: 0 } }, // 8
      },
    ],
  },
  {
    title: 'a server without service.name is named by the next that is there',
    span: {
      name: 'GET',
      kind: 'SERVER',
      resource: {},
      attributes: { 'http.host': 'shop.example', 'http.method': 'GET' },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'shop.example', // 3
        http: {
          request: { method: 'GET', url: 'http://shop.example/' },
          response: { content_length: 0 },
        },
      },
    ],
  },
];
