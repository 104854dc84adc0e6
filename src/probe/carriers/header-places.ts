import type { HeaderEntry } from './header-entries.ts';

/** A place in a message where a client or a protocol keeps headers. */
export interface HeaderPlace {
  /** As an error names it: `properties.headers`. */
  readonly where: string;
  /** Undefined or null where the message has none. */
  readonly collection: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/** Every place of headers that a message has. Without any, the message is of no kind that is known. */
export function headerPlaces(message: Members): readonly HeaderPlace[] {
  const others = [
    ...membersAt(message, ['applicationProperties', 'application_properties', 'userProperties']),
    ...ofProperties(message),
    ...ofAnnotations(message),
    ...ofAws(message),
    ...ofPubSub(message),
    ...ofGrpc(message),
    ...ofMcp(message),
    ...ofCloudEvent(message),
  ];
  // Other things have these names too: a message of kafkajs has the number `attributes`.
  return [...membersAt(message, ['headers']), ...others.filter(({ collection }) => mayHoldHeaders(collection))];
}

function mayHoldHeaders(collection: unknown): boolean {
  return collection === undefined || typeof collection === 'object';
}

function membersAt(message: Members, names: readonly string[]): HeaderPlace[] {
  return names.filter(name => name in message).map(name => ({ where: name, collection: message[name] }));
}

/** amqplib and MQTT 5 have headers within `properties`; for Event Hubs and Pulsar the properties are the headers. */
function ofProperties(message: Members): HeaderPlace[] {
  const { properties, getProperties } = message;
  if (typeof getProperties === 'function')
    return [{ where: 'getProperties()', collection: getProperties.call(message) }];
  if (!('properties' in message)) return [];
  if (!isMembers(properties)) return [{ where: 'properties', collection: properties }];
  const within = membersAt(properties, ['headers', 'userProperties']);
  if (within.length === 0) return [{ where: 'properties', collection: properties }];
  return within.map(({ where, collection }) => ({ where: `properties.${where}`, collection }));
}

/** AMQP 1.0's annotations: a message can have trace headers there beside its application properties. */
function ofAnnotations(message: Members): HeaderPlace[] {
  const names = ['message_annotations', 'messageAnnotations', 'delivery_annotations', 'deliveryAnnotations'];
  return membersAt(message, names).filter(({ collection }) => collection !== undefined && collection !== null);
}

/**
 * SQS and SNS, in the spelling of the AWS SDK and in that of Lambda's events.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
function ofAws(message: Members): HeaderPlace[] {
  const system = ['Attributes', 'attributes', 'MessageSystemAttributes', 'messageSystemAttributes', 'systemAttributes'];
  const traceHeaders = system.flatMap(name => {
    const attributes = message[name];
    if (!isMembers(attributes)) return [];
    const isOfSqs = name !== 'attributes' || 'AWSTraceHeader' in attributes || isSqs(message);
    return isOfSqs ? [{ where: name, collection: xrayEntry(attributes.AWSTraceHeader) }] : [];
  });
  const eventBridge = 'TraceHeader' in message ? xrayEntry(message.TraceHeader) : undefined;
  return [
    ...membersAt(message, ['MessageAttributes', 'messageAttributes']),
    ...traceHeaders,
    ...(eventBridge === undefined ? [] : [{ where: 'TraceHeader', collection: eventBridge }]),
    ...ofBody(message),
    ...(isMembers(message.Sns) ? [envelopePlace('Sns', message.Sns)] : []),
  ];
}

function isSqs(message: Members): boolean {
  return ['messageAttributes', 'MessageAttributes', 'receiptHandle', 'ReceiptHandle'].some(name => name in message);
}

function xrayEntry(header: unknown): readonly HeaderEntry[] {
  return header === undefined || header === null ? [] : [['x-amzn-trace-id', header]];
}

/** A queue that subscribes to a topic gets SNS' envelope as the body; others get a CloudEvent. */
function ofBody(message: Members): HeaderPlace[] {
  return ['Body', 'body'].flatMap(name => {
    const envelope = jsonOf(message[name]);
    if (envelope === undefined) return [];
    if (envelope.Type === 'Notification' || 'MessageAttributes' in envelope) return [envelopePlace(name, envelope)];
    return ofCloudEvent(envelope).map(({ collection }) => ({ where: name, collection }));
  });
}

/** An envelope without attributes has no such member. */
function envelopePlace(where: string, envelope: Members): HeaderPlace {
  return { where: `${where}.MessageAttributes`, collection: envelope.MessageAttributes };
}

function jsonOf(text: unknown): Members | undefined {
  if (typeof text !== 'string' || !text.trimStart().startsWith('{')) return isMembers(text) ? text : undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isMembers(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/PubsubMessage */
function ofPubSub(message: Members): HeaderPlace[] {
  const { attributes } = message;
  const isOfAws = isSqs(message) || (isMembers(attributes) && 'AWSTraceHeader' in attributes);
  return isOfAws ? [] : membersAt(message, ['attributes']);
}

/** A grpc-js call has its Metadata at `metadata`. */
function ofGrpc({ metadata }: Members): HeaderPlace[] {
  const isMetadata = isMembers(metadata) && typeof metadata.getMap === 'function';
  return isMetadata ? [{ where: 'metadata', collection: metadata }] : [];
}

/** A request of the Model Context Protocol has them in `params._meta`, a result in `_meta`. */
function ofMcp(message: Members): HeaderPlace[] {
  const { jsonrpc, params } = message;
  if ('_meta' in message) return membersAt(message, ['_meta']);
  if (isMembers(params) && ('_meta' in params || jsonrpc === '2.0'))
    return [{ where: 'params._meta', collection: params._meta }];
  return jsonrpc === '2.0' && typeof message.method === 'string' ? [{ where: 'params._meta', collection: params }] : [];
}

/**
 * A CloudEvent has them among its attributes.
 *
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md
 */
function ofCloudEvent(message: Members): HeaderPlace[] {
  if (typeof message.specversion !== 'string') return [];
  const attributes = Object.entries(message).filter(([name]) => name !== 'data' && name !== 'data_base64');
  return [{ where: 'the CloudEvent', collection: attributes }];
}

/** Whether a value is an object with members, and not a list or bytes. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
