import { type Golden, ORDERS, SEGMENT, SUBSEGMENT } from './golden.ts';

/** Annotations, metadata, the user, and names. */
export const ATTRIBUTES: readonly Golden[] = [
  {
    title: 'what is indexed is an annotation, the rest is metadata',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      attributes: { 'app.order.id': 'ord-17', 'app.amount': 1999, 'app.ratio': 0.5, 'app.test': true, 'app.note': 'n' },
    },
    indexedAttributes: ['app.order.id', 'app.amount', 'app.ratio', 'app.test', 'app.missing'],
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        annotations: { 'app.order.id': 'ord-17', 'app.amount': 1999, 'app.ratio': 0.5, 'app.test': true }, // 7
        metadata: { default: { 'app.note': 'n' } },
      },
    ],
  },
  {
    title: 'characters outside letters, digits and dots become _',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      attributes: { 'app.order-id': 'a', 'app/tenant': 'b', größe: 1, app_test: 'c', 'a b😀': 2 },
    },
    indexedAttributes: 'all',
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        annotations: { 'app.order_id': 'a', app_tenant: 'b', gr__e: 1, app_test: 'c', a_b_: 2 }, // 7: a character, one _
      },
    ],
  },
  {
    title: 'all attributes: those of no type that an annotation has are gone, those of the resource stay metadata',
    span: {
      name: 'GET',
      kind: 'SERVER',
      attributes: { 'app.tags': ['a', 'b'], 'app.map': { k: 1 }, 'app.id': 7 },
      resource: { 'service.name': 'orders', 'process.command_args': ['node', 'orders.js'] },
    },
    indexedAttributes: 'all',
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        annotations: { 'otel.resource.service.name': 'orders', 'app.id': 7 }, // 22
        metadata: { default: { 'otel.resource.process.command_args': ['node', 'orders.js'] } }, // 22
      },
    ],
  },
  {
    title: 'a list that is indexed by its name is gone as well',
    span: { name: 'charge', kind: 'INTERNAL', below: true, attributes: { 'app.tags': ['a'], 'app.id': 1 } },
    indexedAttributes: ['app.tags'],
    documents: [{ ...SUBSEGMENT, name: 'charge', metadata: { default: { 'app.id': 1 } } }], // 22
  },
  {
    title: 'a resource attribute is indexed by its prefixed key, and only on segments',
    span: { name: 'GET', kind: 'SERVER', resource: { 'service.name': 'orders', 'cloud.region': 'eu-west-1' } },
    indexedAttributes: ['otel.resource.cloud.region', 'service.name'],
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        annotations: { 'otel.resource.cloud.region': 'eu-west-1' }, // 7
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'what has a member of its own is an annotation too, when it is indexed by its name',
    span: {
      name: 'GET',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'http.request.method': 'GET',
        'url.full': 'http://stock/',
        'http.response.status_code': 200,
        'rpc.method': 'Get',
      },
    },
    indexedAttributes: ['http.response.status_code', 'rpc.method'],
    documents: [
      {
        ...SUBSEGMENT,
        name: 'GET',
        namespace: 'remote',
        http: {
          request: { method: 'GET', url: 'http://stock/' },
          response: { status: 200, content_length: 0 },
        },
        aws: { xray: { auto_instrumentation: false }, operation: 'Get' },
        annotations: { 'http.response.status_code': 200, 'rpc.method': 'Get' }, // 20
      },
    ],
  },
  {
    title: 'what has a member of its own is no annotation when all attributes are indexed',
    span: {
      name: 'GET',
      kind: 'CLIENT',
      below: true,
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200, 'app.id': 7 },
    },
    indexedAttributes: 'all',
    documents: [
      {
        ...SUBSEGMENT,
        name: 'GET',
        namespace: 'remote',
        http: { request: { method: 'GET' }, response: { status: 200, content_length: 0 } },
        annotations: { 'app.id': 7 }, // 20
      },
    ],
  },
  {
    title: 'a span names more attributes to index',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      attributes: {
        'aws.xray.annotations': ['app.id', 'http.method'],
        'app.id': 7,
        'app.note': 'n',
        'http.method': 'GET',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        http: { request: { method: 'GET' }, response: { content_length: 0 } },
        annotations: { 'app.id': 7 }, // 21: not what has a member of its own
        metadata: { default: { 'app.note': 'n' } }, // 21: the list itself is gone
      },
    ],
  },
  {
    title: 'the user',
    span: { name: 'GET', kind: 'SERVER', attributes: { 'enduser.id': 'u-17' } },
    indexedAttributes: ['enduser.id'],
    documents: [{ ...SEGMENT, name: 'orders', user: 'u-17', metadata: ORDERS }], // 7: never an annotation
  },
  {
    title: 'metadata of X-Ray SDKs, as JSON text',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      attributes: {
        'aws.xray.metadata.debug': '{"rows":3,"plan":{"cost":1.5}}',
        'aws.xray.metadata.default': '{"mode":"dry"}',
        'aws.xray.metadata.broken': '{rows:3}',
        'aws.xray.metadata.list': '[1]',
        'app.id': 7,
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        metadata: {
          debug: { rows: 3, plan: { cost: 1.5 } }, // 7, 23
          default: {
            mode: 'dry', // 23
            'aws.xray.metadata.broken': '{rows:3}', // 23: no JSON
            'aws.xray.metadata.list': '[1]', // 23: no object
            'app.id': 7,
          },
        },
      },
    ],
  },
  {
    title: 'values of every type as metadata',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      attributes: {
        list: ['a', 1, null],
        map: { inner: [true] },
        bytes: new Uint8Array([1, 2, 255]),
        long: 9_007_199_254_740_993n,
        empty: null,
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        metadata: {
          default: { list: ['a', 1, null], map: { inner: [true] }, bytes: 'AQL/', long: 9_007_199_254_740_992 }, // 7
        },
      },
    ],
  },
  {
    title: 'a name of the span loses characters',
    span: { name: 'GET /orders/{id} <x>, "y"\t', kind: 'INTERNAL', below: true },
    documents: [{ ...SUBSEGMENT, name: 'GET /orders/id x y' }], // 3, 29
  },
  {
    title: 'a name of the span with nothing left',
    span: { name: '{*}', kind: 'INTERNAL', below: true },
    documents: [{ ...SUBSEGMENT, name: 'span' }], // 3
  },
  {
    title: 'a long name of the span is cut after 200 bytes',
    span: { name: `${'a'.repeat(199)}éb`, kind: 'INTERNAL', below: true },
    documents: [{ ...SUBSEGMENT, name: `${'a'.repeat(199)}\ufffd` }], // 3, 29: é has two bytes
  },
  {
    title: 'a name of an attribute stays as it is',
    span: { name: 'GET', kind: 'CLIENT', below: true, attributes: { 'peer.service': 'rates {eu}' } },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'rates {eu}', // 29
        namespace: 'remote',
        metadata: { default: { 'peer.service': 'rates {eu}' } },
      },
    ],
  },
  {
    title: 'a segment of an X-Ray SDK that is still open',
    span: { name: 'GET', kind: 'SERVER', attributes: { 'aws.xray.inprogress': true } },
    documents: [
      {
        id: SEGMENT.id,
        trace_id: SEGMENT.trace_id,
        start_time: SEGMENT.start_time,
        name: 'orders',
        in_progress: true, // 27: and no end_time
        fault: false,
        error: false,
        throttle: false,
        aws: SEGMENT.aws,
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'a number that JSON does not have loses the span',
    span: { name: 'charge', kind: 'INTERNAL', below: true, attributes: { 'app.ratio': Number.NaN } },
    documents: [], // 31
  },
  {
    title: 'links',
    span: {
      name: 'batch',
      kind: 'CONSUMER',
      links: [
        { traceId: '5759e988bd862e3fe1be46a994272793', spanId: 'cccccccccccccccc', attributes: { n: 1, tags: ['a'] } },
        { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: 'dddddddddddddddd' },
      ],
    },
    documents: [
      {
        ...SEGMENT,
        name: 'batch',
        metadata: ORDERS,
        links: [
          {
            trace_id: '1-5759e988-bd862e3fe1be46a994272793', // 9
            id: 'cccccccccccccccc',
            attributes: { n: 1, tags: ['a'] },
          },
          { trace_id: '1-4bf92f35-77b34da6a3ce929d0e0e4736', id: 'dddddddddddddddd' }, // 9: without attributes
        ],
      },
    ],
  },
];
