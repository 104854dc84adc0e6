import { type Golden, PARENT, SEGMENT, SUBSEGMENT } from './golden.ts';

const XRAY = { xray: { auto_instrumentation: false } } as const;

/** Calls of AWS APIs. */
export const AWS_SDK: readonly Golden[] = [
  {
    title: 'DynamoDB, of the AWS SDK for JavaScript',
    span: {
      name: 'DynamoDB.PutItem',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.service': 'DynamoDB',
        'rpc.method': 'PutItem',
        'aws.region': 'eu-west-1',
        'aws.request_id': 'REQ17',
        'aws.dynamodb.table_names': ['orders'],
        'db.system': 'dynamodb',
        'http.status_code': 200,
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'DynamoDB', // 3: rpc.service
        namespace: 'aws', // 4
        aws: { ...XRAY, operation: 'PutItem', region: 'eu-west-1', request_id: 'REQ17', table_name: 'orders' }, // 16
        http: { request: {}, response: { status: 200, content_length: 0 } }, // 8
        metadata: {
          default: {
            'rpc.system': 'aws-api',
            'rpc.service': 'DynamoDB',
            'aws.dynamodb.table_names': ['orders'], // 16: it stays
            'db.system': 'dynamodb', // 8: no SQL
          },
        },
      },
    ],
  },
  {
    title: 'DynamoDB with several tables',
    span: {
      name: 'DynamoDB.BatchGetItem',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.service': 'DynamoDB',
        'aws.table_name': 'orders',
        'aws.dynamodb.table_names': ['orders', 'items'],
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'DynamoDB',
        namespace: 'aws',
        aws: { ...XRAY, table_names: ['orders', 'items'] }, // 16: several before one
        metadata: {
          default: {
            'rpc.system': 'aws-api',
            'rpc.service': 'DynamoDB',
            'aws.dynamodb.table_names': ['orders', 'items'],
          },
        },
      },
    ],
  },
  {
    title: 'S3, by the attributes of X-Ray',
    span: {
      name: 'S3.GetObject',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'aws.service': 'S3',
        'aws.operation': 'GetObject',
        'rpc.method': 'ignored',
        'aws.account_id': '123456789012',
        'aws.requestId': 'REQ18',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'S3', // 3: aws.service
        namespace: 'aws', // 4: as aws.service gave the name
        aws: { ...XRAY, account_id: '123456789012', operation: 'GetObject', request_id: 'REQ18' }, // 16
        metadata: { default: { 'aws.service': 'S3' } },
      },
    ],
  },
  {
    title: 'peer.service goes before aws.service, and then it is no AWS API by its name',
    span: {
      name: 'S3.GetObject',
      kind: 'CLIENT',
      below: true,
      attributes: { 'peer.service': 'images', 'aws.service': 'S3' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'images', // 3
        namespace: 'remote', // 4
        metadata: { default: { 'peer.service': 'images', 'aws.service': 'S3' } },
      },
    ],
  },
  {
    title: 'SQS, with the URL of the queue',
    span: {
      name: 'orders send',
      kind: 'PRODUCER',
      below: true,
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.service': 'SQS',
        'rpc.method': 'SendMessage',
        'messaging.system': 'aws_sqs',
        'messaging.url': 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
        'aws.queue_url': 'ignored',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'SQS', // 3
        namespace: 'aws', // 4: whatever the kind
        aws: {
          ...XRAY,
          operation: 'SendMessage',
          queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders', // 16: messaging.url before aws.queue_url
        },
        metadata: {
          default: {
            'rpc.system': 'aws-api',
            'rpc.service': 'SQS',
            'messaging.system': 'aws_sqs',
            'messaging.url': 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders', // 16: it stays
          },
        },
      },
    ],
  },
  {
    title: 'a queue by the other spelling',
    span: {
      name: 'SQS.ReceiveMessage',
      kind: 'CLIENT',
      below: true,
      attributes: { 'aws.service': 'SQS', 'aws.queue.url': 'https://sqs/q', 'aws.table.name': 't' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'SQS',
        namespace: 'aws',
        aws: { ...XRAY, queue_url: 'https://sqs/q', table_name: 't' }, // 16
        metadata: { default: { 'aws.service': 'SQS' } },
      },
    ],
  },
  {
    title: 'a call of Lambda that names its remote service as Application Signals does',
    span: {
      name: 'Lambda.Invoke',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.service': 'Lambda',
        'rpc.method': 'Invoke',
        'aws.remote.service': 'AWS::Lambda',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'Lambda', // 3: without AWS::
        namespace: 'aws',
        aws: { ...XRAY, operation: 'Invoke' },
        metadata: {
          default: { 'rpc.system': 'aws-api', 'rpc.service': 'Lambda', 'aws.remote.service': 'AWS::Lambda' },
        },
      },
    ],
  },
  {
    title: 'failed attempts that the AWS SDK for Java records',
    span: {
      name: 'DynamoDb.PutItem',
      kind: 'CLIENT',
      below: true,
      attributes: { 'rpc.system': 'aws-api', 'aws.remote.service': 'AWS.SDK.DynamoDb' },
      events: [
        {
          name: 'HTTP request failure',
          attributes: { 'http.response.status_code': 503, 'aws.http.error_message': 'Service Unavailable' },
        },
        { name: 'HTTP request failure', attributes: { 'http.response.status_code': 500 } },
      ],
    },
    documents: [
      {
        ...SUBSEGMENT, // 5: failed attempts are no fault
        name: 'DynamoDb', // 3: without AWS.SDK.
        namespace: 'aws',
        cause: {
          exceptions: [
            {
              id: 'exception 1',
              type: 'aws.http.error.event', // 26
              message: '503@1793620801.252000@Service Unavailable',
              remote: true,
            },
          ], // 26: an attempt without a message is none
        },
        metadata: { default: { 'rpc.system': 'aws-api', 'aws.remote.service': 'AWS.SDK.DynamoDb' } },
      },
    ],
  },
  {
    title: 'the name of the event means nothing on other spans',
    span: {
      name: 'poll',
      kind: 'SERVER',
      below: true,
      events: [{ name: 'HTTP request failure', attributes: { 'http.response.status_code': 503 } }],
    },
    documents: [
      {
        ...SEGMENT,
        name: 'orders',
        parent_id: PARENT,
        metadata: { default: { 'otel.resource.service.name': 'orders' } },
      }, // 26
    ],
  },
];
