import { type Golden, ORDERS, PARENT, SEGMENT, SUBSEGMENT } from './golden.ts';

function language(name: string): { readonly 'telemetry.sdk.language': string } {
  return { 'telemetry.sdk.language': name };
}

function thrown(type: string, message: string, ...stack: readonly string[]) {
  return {
    name: 'exception',
    attributes: {
      'exception.type': type,
      'exception.message': message,
      ...(stack.length === 0 ? {} : { 'exception.stacktrace': stack.join('\n') }),
    },
  };
}

/** Exceptions, by the language of the SDK. */
export const EXCEPTIONS: readonly Golden[] = [
  {
    title: 'Node: functions, anonymous code, native code and places with a scheme',
    span: {
      name: 'charge card',
      kind: 'INTERNAL',
      below: true,
      error: 'declined',
      resource: language('nodejs'),
      events: [
        thrown(
          'CardDeclined',
          'do not honour',
          'CardDeclined: do not honour',
          '    at Payments.charge (/app/pay.js:10:5)',
          '    at async checkout (/app/checkout.js:42:17)',
          '    at /app/server.js:7:3',
          '    at Array.map (<anonymous>)',
          '    at new Promise (native)',
          '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
          '    at file:///app/main.mjs:3:1',
          '    at broken (',
          'and a line that is no frame',
        ),
      ],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge card',
        fault: true, // 5
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'CardDeclined', // 6
              message: 'do not honour', // 6: of the event, not of the status
              remote: false, // 6: INTERNAL
              stack: [
                { path: '/app/pay.js', line: 10, label: 'Payments.charge ' }, // 28: with the blank behind it
                { path: '/app/checkout.js', line: 42, label: 'async checkout ' },
                { path: '/app/server.js', line: 7, label: '' },
                { path: '<anonymous>', line: 0, label: 'Array.map ' },
                { path: 'native', line: 0, label: 'new Promise ' },
                { path: 'node', line: 0, label: 'process.processTicksAndRejections ' }, // 28: cut at the first colon
                { path: 'file', line: 0, label: '' },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    title: 'a browser, whose stack has the same form',
    span: {
      name: 'click',
      kind: 'INTERNAL',
      resource: language('webjs'),
      events: [thrown('TypeError', 'x is undefined', 'TypeError: x is undefined', '    at pay (main.js:1:2)')],
    },
    documents: [
      {
        ...SEGMENT, // 5: an exception alone is no fault
        name: 'click',
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'TypeError',
              message: 'x is undefined',
              remote: false,
              stack: [{ path: 'main.js', line: 1, label: 'pay ' }],
            },
          ],
        },
        metadata: { default: { 'otel.resource.telemetry.sdk.language': 'webjs' } },
      },
    ],
  },
  {
    title: 'Python: the frame that threw comes first',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      resource: language('python'),
      events: [
        thrown(
          'ValueError',
          'bad amount',
          'Traceback (most recent call last):',
          '  File "/app/main.py", line 12, in checkout',
          '    charge(order)',
          '  File "/app/pay.py", line 34, in charge',
          '    raise ValueError("bad amount")',
          'ValueError: bad amount',
          '',
        ),
      ],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'ValueError',
              message: 'bad amount',
              remote: false,
              stack: [
                { path: '/app/pay.py', line: 34, label: 'charge' }, // 28
                { path: '/app/main.py', line: 12, label: 'checkout' },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    title: 'Python: thrown while another was handled, whose message has two lines',
    span: {
      name: 'charge',
      kind: 'CLIENT',
      below: true,
      resource: language('python'),
      events: [
        thrown(
          'PaymentError',
          'gave up',
          'Traceback (most recent call last):',
          '  File "/app/net.py", line 5, in send',
          '    sock.connect()',
          'ConnectionError: refused',
          'by peer',
          '',
          'During handling of the above exception, another exception occurred:',
          '',
          'Traceback (most recent call last):',
          '  File "/app/pay.py", line 20, in charge',
          '    raise PaymentError("gave up")',
          'PaymentError: gave up',
        ),
      ],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        namespace: 'remote',
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'PaymentError',
              message: 'gave up',
              remote: true, // 6: CLIENT
              cause: 'exception 2',
              stack: [{ path: '/app/pay.py', line: 20, label: 'charge' }],
            },
            {
              id: 'exception 2',
              type: 'ConnectionError', // 28
              message: 'refused\nby peer', // 28: up to the empty line
              remote: true,
              stack: [{ path: '/app/net.py', line: 5, label: 'send' }],
            },
          ],
        },
      },
    ],
  },
  {
    title: 'Python: raise ... from is one exception with the frames of both',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      resource: language('python'),
      events: [
        thrown(
          'PaymentError',
          'gave up',
          'Traceback (most recent call last):',
          '  File "/app/net.py", line 5, in send',
          'ConnectionError: refused',
          '',
          'The above exception was the direct cause of the following exception:',
          '',
          'Traceback (most recent call last):',
          '  File "/app/pay.py", line 20, in charge',
          'PaymentError: gave up',
        ),
      ],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'PaymentError',
              message: 'gave up',
              remote: false,
              stack: [
                { path: '/app/pay.py', line: 20, label: 'charge' },
                { path: '/app/net.py', line: 5, label: 'send' }, // 28: the sentence is not known
              ],
            },
          ],
        },
      },
    ],
  },
  {
    title: 'Java: modules, native methods, and a chain of causes',
    span: {
      name: 'POST /charge',
      kind: 'SERVER',
      error: 'failed',
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 500 },
      resource: language('java'),
      events: [
        thrown(
          'shop.CheckoutException',
          'checkout failed',
          'shop.CheckoutException: checkout failed',
          '\tat shop.Checkout.run(Checkout.java:31)',
          '\tat java.base/java.lang.reflect.Method.invoke(Native Method)',
          '\tat app//shop.Main.main(Main.java)',
          '\tSuppressed: java.io.IOException: close',
          '\t\tat shop.Pool.close(Pool.java:9)',
          'Caused by: java.io.IOException: no route',
          'to host',
          '\tat shop.Http.send(Http.java:77)',
          '\t... 12 more',
          'Caused by: java.net.ConnectException',
          '\tat shop.Socket.connect(Socket.java:8)',
        ),
      ],
    },
    documents: [
      {
        ...SEGMENT,
        name: 'POST /charge', // 3: without service.name, the span's
        fault: true, // 5
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'shop.CheckoutException',
              message: 'checkout failed',
              remote: false, // 6: SERVER
              cause: 'exception 2',
              stack: [
                { path: 'Checkout.java', line: 31, label: 'shop.Checkout.run' },
                { path: 'Native Method', line: 0, label: 'java.lang.reflect.Method.invoke' }, // 28: without the module
                { path: 'Main.java', line: 0, label: '/shop.Main.main' }, // 28: up to the first slash
              ], // 28: what was suppressed is left out
            },
            {
              id: 'exception 2',
              type: 'java.io.IOException',
              message: 'no routeto host', // 28: lines without anything between them
              remote: false,
              cause: 'exception 3',
              stack: [{ path: 'Http.java', line: 77, label: 'shop.Http.send' }],
            },
            {
              id: 'exception 3',
              type: 'java.net.ConnectException',
              message: '',
              remote: false,
              stack: [{ path: 'Socket.java', line: 8, label: 'shop.Socket.connect' }],
            },
          ],
        },
        http: { request: { method: 'POST' }, response: { status: 500, content_length: 0 } },
        metadata: { default: { 'otel.resource.telemetry.sdk.language': 'java' } },
      },
    ],
  },
  {
    title: 'PHP writes stacks as Java does',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      resource: language('php'),
      events: [
        thrown(
          'Shop.Declined',
          'no',
          'Shop.Declined: no',
          '\tat Shop.Pay.charge(Pay.php:5)',
          'Caused by: Shop.Net: down',
          '\tat Shop.Net.send(Net.php:7)',
        ),
      ],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'Shop.Declined',
              message: 'no',
              remote: false,
              cause: 'exception 2',
              stack: [{ path: 'Pay.php', line: 5, label: 'Shop.Pay.charge' }],
            },
            {
              id: 'exception 2',
              type: 'Shop.Net',
              message: 'down',
              remote: false,
              stack: [{ path: 'Net.php', line: 7, label: 'Shop.Net.send' }],
            },
          ],
        },
      },
    ],
  },
  {
    title: '.NET: with and without a place',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      resource: language('dotnet'),
      events: [
        thrown(
          'System.Exception',
          'declined',
          'System.Exception: declined',
          '   at Shop.Pay.Charge(Order order) in /src/Pay.cs:line 42',
          '   at Microsoft.AspNetCore.Routing.Invoke(HttpContext context)',
          '   at nothing',
          '--- End of stack trace ---',
        ),
      ],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'System.Exception',
              message: 'declined',
              remote: false,
              stack: [
                { path: '/src/Pay.cs', line: 42, label: 'Shop.Pay.Charge(Order order)' },
                { path: '', line: 0, label: 'Microsoft.AspNetCore.Routing.Invoke(HttpContext context)' }, // 28
              ],
            },
          ],
        },
      },
    ],
  },
  {
    title: 'Go: two lines a frame, and a header within',
    span: {
      name: 'charge',
      kind: 'INTERNAL',
      below: true,
      resource: language('go'),
      events: [
        thrown(
          '*errors.errorString',
          'declined',
          'stacktrace',
          'goroutine 19 [running]:',
          'go.opentelemetry.io/otel/sdk/trace.recordStackTrace()',
          '\t/go/sdk/trace/span.go:356 +0x47',
          'main.charge(0xc0001)',
          '\t/app/pay.go:12 +0x1d',
          'created by main.main',
          '\tnowhere',
        ),
      ],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: '*errors.errorString',
              message: 'declined',
              remote: false,
              stack: [
                {
                  path: '/go/sdk/trace/span.go',
                  line: 356,
                  label: 'go.opentelemetry.io/otel/sdk/trace.recordStackTrace()',
                },
                { path: '/app/pay.go', line: 12, label: 'main.charge(0xc0001)' },
                { path: '/app/pay.go', line: 12, label: 'created by main.main' }, // 28: the last place again
              ],
            },
          ],
        },
      },
    ],
  },
  {
    title: 'another language: the stack is left out',
    span: {
      name: 'charge',
      kind: 'PRODUCER',
      below: true,
      resource: language('rust'),
      events: [thrown('Declined', 'no', 'Declined: no', '   0: shop::charge')],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        cause: { exceptions: [{ id: 'exception 1', type: 'Declined', message: 'no', remote: true }] }, // 6: PRODUCER; 28
      },
    ],
  },
  {
    title: 'two exceptions, of which one says nothing',
    span: {
      name: 'charge',
      kind: 'CONSUMER',
      below: true,
      events: [thrown('Declined', 'no'), { name: 'retry', attributes: {} }, { name: 'exception', attributes: {} }],
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        cause: {
          exceptions: [
            { id: 'exception 1', type: 'Declined', message: 'no', remote: false }, // 6: CONSUMER
            { id: 'exception 2', type: '', message: '', remote: false },
          ],
        },
      },
    ],
  },
  {
    title: 'the status alone: its description',
    span: { name: 'charge', kind: 'CLIENT', below: true, error: 'declined' },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'charge',
        namespace: 'remote',
        fault: true, // 5
        cause: { exceptions: [{ id: 'exception 1', type: '', message: 'declined' }] }, // 6: without remote
      },
    ],
  },
  {
    title: 'the status alone: http.status_text where it has no description',
    span: {
      name: 'GET',
      kind: 'SERVER',
      error: '',
      attributes: { 'http.method': 'GET', 'http.status_code': 400, 'http.status_text': 'Bad Request' },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        error: true, // 5
        cause: { exceptions: [{ id: 'exception 1', type: '', message: 'Bad Request' }] }, // 6
        http: { request: { method: 'GET' }, response: { status: 400, content_length: 0 } },
        metadata: ORDERS, // 19: http.status_text is taken
      },
    ],
  },
  {
    title: 'http.status_text stays metadata without the status ERROR',
    span: {
      name: 'GET',
      kind: 'SERVER',
      below: true,
      attributes: { 'http.method': 'GET', 'http.status_code': 200, 'http.status_text': 'OK' },
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        parent_id: PARENT,
        http: { request: { method: 'GET' }, response: { status: 200, content_length: 0 } },
        metadata: { default: { 'otel.resource.service.name': 'orders', 'http.status_text': 'OK' } }, // 6
      },
    ],
  },
];
