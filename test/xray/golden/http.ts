import { type Golden, ORDERS, PARENT, SEGMENT, SUBSEGMENT } from './golden.ts';

/** HTTP, of the old and of the stable semantic conventions. */
export const HTTP: readonly Golden[] = [
  {
    title: 'a server of the old conventions, with a full URL',
    span: {
      name: 'GET /orders/:id',
      kind: 'SERVER',
      below: true,
      attributes: {
        'http.method': 'GET',
        'http.url': 'https://shop.example/orders/17?x=1',
        'http.target': '/orders/17?x=1',
        'http.status_code': 200,
        'http.user_agent': 'curl/8.5.0',
        'http.route': '/orders/:id',
      },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders', // 3: service.name, as it is SERVER
        parent_id: PARENT, // 1: a segment can have a parent
        http: {
          request: { method: 'GET', url: 'https://shop.example/orders/17?x=1', user_agent: 'curl/8.5.0' }, // 8
          response: { status: 200, content_length: 0 }, // 24
        },
        metadata: { default: { 'otel.resource.service.name': 'orders', 'http.route': '/orders/:id' } }, // 7
      },
    ],
  },
  {
    title: 'a server of the old conventions, whose URL is put together of scheme, host and target',
    span: {
      name: 'GET',
      kind: 'SERVER',
      attributes: {
        'http.method': 'GET',
        'http.scheme': 'https',
        'http.host': 'shop.example:8443',
        'http.target': '/orders?page=2',
        'net.host.port': 8443,
        'http.status_code': 200,
      },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders', // 3
        http: {
          request: { method: 'GET', url: 'https://shop.example:8443/orders?page=2' }, // 8: the port is in http.host
          response: { status: 200, content_length: 0 },
        },
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'a server of the old conventions, whose URL has the name of its host',
    span: {
      name: 'GET',
      kind: 'SERVER',
      attributes: {
        'http.method': 'GET',
        'http.scheme': 'http',
        'http.server_name': 'shop.internal',
        'net.host.name': 'ip-10-0-0-7',
        'net.host.port': '8080',
        'http.target': '/health',
        'http.status_code': 204,
      },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders', // 3
        http: {
          request: { method: 'GET', url: 'http://shop.internal:8080/health' }, // 8: http.server_name before net.host.name
          response: { status: 204, content_length: 0 },
        },
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'a server of the stable conventions',
    span: {
      name: 'POST /orders',
      kind: 'SERVER',
      below: true,
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': 201,
        'url.scheme': 'https',
        'url.path': '/orders',
        'url.query': 'dry=1',
        'server.address': 'shop.example',
        'server.port': 443,
        'user_agent.original': 'k6/0.49',
        'network.peer.address': '10.0.0.9',
        'network.peer.port': 51234,
        'client.address': '203.0.113.7',
      },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders', // 3
        parent_id: PARENT,
        http: {
          request: {
            method: 'POST', // 8
            url: 'https://shop.example/orders?dry=1', // 8: 443 is the default of https
            user_agent: 'k6/0.49',
            client_ip: '203.0.113.7', // 8: the client before the peer; with a peer, nothing was forwarded
          },
          response: { status: 201, content_length: 0 },
        },
        metadata: { default: { 'otel.resource.service.name': 'orders', 'network.peer.port': 51234 } }, // 7, 19
      },
    ],
  },
  {
    title: 'a server of the stable conventions behind a proxy, on another port',
    span: {
      name: 'GET /',
      kind: 'SERVER',
      attributes: {
        'http.request.method': 'GET',
        'url.scheme': 'http',
        'url.path': '/',
        'server.address': 'orders.internal',
        'server.port': 8080,
        'client.address': '2001:db8::7',
        'http.response.status_code': 200,
      },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        http: {
          request: {
            method: 'GET',
            url: 'http://orders.internal:8080/', // 8
            client_ip: '2001:db8::7',
            x_forwarded_for: true, // 8: a client's address, and no peer's
          },
          response: { status: 200, content_length: 0 },
        },
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'a client address that is a name is not the address of the client',
    span: {
      name: 'GET /',
      kind: 'SERVER',
      attributes: { 'http.request.method': 'GET', 'client.address': 'laptop.local', 'http.response.status_code': 200 },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        // 8: only an IP address counts; without host and URL there is no url
        http: { request: { method: 'GET' }, response: { status: 200, content_length: 0 } },
        metadata: ORDERS, // 19: client.address is taken all the same
      },
    ],
  },
  {
    title: 'a server of the old conventions with a forwarded client and a peer',
    span: {
      name: 'GET /',
      kind: 'SERVER',
      attributes: {
        'http.method': 'GET',
        'http.client_ip': '198.51.100.4',
        'net.peer.ip': '10.0.0.9',
        'http.status_code': 200,
      },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        http: {
          request: {
            method: 'GET',
            url: 'http:///', // 8: a peer's address lets a URL be put together, and no host is known
            client_ip: '198.51.100.4',
          },
          response: { status: 200, content_length: 0 },
        },
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'a client of the old conventions',
    span: {
      name: 'HTTP GET',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'http.method': 'GET',
        'http.url': 'http://payments:8083/charge',
        'http.host': 'payments:8083',
        'net.peer.name': 'payments',
        'net.peer.port': 8083,
        'http.status_code': 200,
        'http.flavor': '1.1',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'payments:8083', // 3: http.host before net.peer.name
        namespace: 'remote', // 4
        http: {
          request: { method: 'GET', url: 'http://payments:8083/charge' },
          response: { status: 200, content_length: 0 },
        },
        metadata: { default: { 'http.flavor': '1.1' } }, // 7: a subsegment has no resource
      },
    ],
  },
  {
    title: 'a client of the old conventions, whose URL is put together of the peer',
    span: {
      name: 'GET',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'http.method': 'GET',
        'http.scheme': 'https',
        'net.peer.name': 'payments.internal',
        'net.peer.port': 8443,
        'http.target': '/rates',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'payments.internal', // 3: net.peer.name
        namespace: 'remote',
        http: {
          request: { method: 'GET', url: 'https://payments.internal:8443/rates' }, // 8
          response: { content_length: 0 },
        },
      },
    ],
  },
  {
    title: 'a client of the stable conventions is named by its span',
    span: {
      name: 'GET',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'http.request.method': 'GET',
        'url.full': 'http://payments:8083/charge',
        'server.address': 'payments',
        'server.port': 8083,
        'http.response.status_code': 200,
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'GET', // 3: server.address is no name
        namespace: 'remote',
        http: {
          request: { method: 'GET', url: 'http://payments:8083/charge' },
          response: { status: 200, content_length: 0 },
        },
      },
    ],
  },
  {
    title: 'a client with peer.service is named by it',
    span: {
      name: 'GET',
      kind: 'CLIENT',
      below: true,
      attributes: { 'http.request.method': 'GET', 'url.full': 'http://payments/', 'peer.service': 'payments' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'payments', // 3
        namespace: 'remote',
        http: { request: { method: 'GET', url: 'http://payments/' }, response: { content_length: 0 } },
        metadata: { default: { 'peer.service': 'payments' } },
      },
    ],
  },
  {
    title: 'a 404 is an error, whatever the status says',
    span: {
      name: 'GET /orders/:id',
      kind: 'SERVER',
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 404 },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        error: true, // 5
        http: { request: { method: 'GET' }, response: { status: 404, content_length: 0 } },
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'a 429 is an error and throttled, also with the status ERROR',
    span: {
      name: 'POST',
      kind: 'CLIENT',
      below: true,
      error: '',
      attributes: { 'http.request.method': 'POST', 'url.full': 'http://payments/', 'http.response.status_code': 429 },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'POST',
        namespace: 'remote',
        error: true, // 5
        throttle: true, // 5
        http: {
          request: { method: 'POST', url: 'http://payments/' },
          response: { status: 429, content_length: 0 },
        },
      }, // 6: an ERROR without a description has no cause
    ],
  },
  {
    title: 'a 503 is a fault, also without the status ERROR',
    span: {
      name: 'GET',
      kind: 'SERVER',
      attributes: { 'http.method': 'GET', 'http.status_code': 503 },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        fault: true, // 5
        http: { request: { method: 'GET' }, response: { status: 503, content_length: 0 } },
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'a status code that is a text is read as 0',
    span: {
      name: 'GET',
      kind: 'SERVER',
      attributes: { 'http.method': 'GET', 'http.status_code': '404' },
    },
    documents: [
      {
        ...SEGMENT, // 5, 30: 0 is no failure
        name: 'orders',
        http: { request: { method: 'GET' }, response: { status: 0, content_length: 0 } }, // 30
        metadata: ORDERS,
      },
    ],
  },
  {
    title: 'the size of a response is in a message event',
    span: {
      name: 'GET',
      kind: 'CLIENT',
      below: true,
      attributes: { 'http.method': 'GET', 'http.url': 'http://stock/' },
      events: [
        { name: 'message', attributes: { 'message.type': 'SENT', 'messaging.message_payload_size_bytes': 7 } },
        { name: 'message', attributes: { 'message.type': 'RECEIVED', 'messaging.message_payload_size_bytes': 452 } },
      ],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'GET',
        namespace: 'remote',
        http: { request: { method: 'GET', url: 'http://stock/' }, response: { content_length: 452 } }, // 24
      },
    ],
  },
];
