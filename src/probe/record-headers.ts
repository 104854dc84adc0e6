import { TracewrightError } from '../errors.ts';
import { checkOptions, isPlainObject, kindOf } from '../misuse.ts';
import type { Crossing } from '../model/crossing.ts';
import { isCarrying } from '../propagation/carrying-headers.ts';
import { headerTexts } from '../propagation/formats/carrier.ts';
import { ATTACHMENTS } from '../receiver/attachments.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { runningReceivers } from '../receiver/running-receivers.ts';

/** What `recordHeaders` can be told. */
export interface RecordHeadersOptions {
  /** The receiver whose traces the record is for. Default: the one that runs in this process, where there is only one. */
  readonly receiver?: Receiver;
  /** The topic or queue. Default: what the message says of itself, as kafkajs' payload does with `topic`. */
  readonly destination?: string;
}

/**
 * Records the propagation headers of a message, as it was sent or as it was consumed, for the traces of a receiver: with
 * that record `toPropagateAcross` can say which side lost the context. Of two records of a message, one before and one
 * after a queue or a forwarder, the difference shows what it dropped.
 *
 * The message is an object with `headers`: a plain map, values text or bytes, single or several. Those of kafkajs,
 * also the payload of `eachMessage`, of amqplib (`properties.headers`) and of SQS (`MessageAttributes`) are known.
 *
 * @returns the record: headers that carry a context or baggage, by lower-case name
 * @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
 *
 * @example
 * await consumer.run({ eachMessage: async payload => void recordHeaders(payload, { receiver }) });
 */
export function recordHeaders(message: object, options: RecordHeadersOptions = {}): Crossing {
  checkOptions(options, ['receiver', 'destination'], 'recordHeaders()');
  const receiver = options.receiver ?? onlyReceiver();
  if (typeof receiver !== 'object' || !(ATTACHMENTS in receiver)) {
    throw invalid(`option receiver is ${kindOf(receiver)}; it takes what \`await startReceiver()\` gave.`);
  }
  const { destination } = options;
  if (destination !== undefined && typeof destination !== 'string')
    throw invalid(`option destination is ${kindOf(destination)}; it takes the name of a topic or queue.`);
  const read = readMessage(message);
  return receiver[ATTACHMENTS].crossings.add({
    transport: 'message',
    witness: 'recordHeaders()',
    method: undefined,
    path: undefined,
    destination: destination ?? read.destination,
    target: undefined,
    port: undefined,
    headers: read.headers,
  }).crossing;
}

function onlyReceiver(): Pick<Receiver, typeof ATTACHMENTS> {
  const [first, ...others] = runningReceivers();
  if (first !== undefined && others.length === 0) return first;
  const found = first === undefined ? 'none runs' : `${others.length + 1} run`;
  throw invalid(`needs the option receiver: ${found} in this process.`);
}

interface ReadMessage {
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly destination: string | undefined;
}

function readMessage(given: unknown): ReadMessage {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalid(`takes a message, an object with headers; received ${kindOf(given)}.`);
  const payload = given as Record<string, unknown>;
  const message = isMap(payload.message) ? payload.message : payload;
  const destination = [payload.topic, payload.queue, payload.destination, routingKeyOf(payload)].find(
    name => typeof name === 'string' && name !== '',
  );
  return { headers: carryingIn(headersOf(message)), destination: destination as string | undefined };
}

/** The map of headers, wherever this broker's client has it. */
function headersOf(message: Record<string, unknown>): Record<string, unknown> {
  if (isMap(message.headers)) return message.headers;
  const { properties } = message;
  if (isMap(properties) && 'headers' in properties) return isMap(properties.headers) ? properties.headers : {};
  if (isMap(message.MessageAttributes) || isMap(message.Attributes)) return sqsHeaders(message);
  if (Array.isArray(message.headers)) return Object.assign({}, ...message.headers.filter(isMap));
  if (message.headers instanceof Map) return Object.fromEntries(message.headers);
  // That a message has none is evidence: it must not come from an object that is no message.
  if ('headers' in message && (message.headers === undefined || message.headers === null)) return {};
  if (Object.keys(message).some(isCarrying)) return message;
  throw invalid(
    'found no headers in the message. It takes an object with `headers`, a plain map; for a message without any: { headers: {} }.',
  );
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html */
function sqsHeaders({ MessageAttributes, Attributes }: Record<string, unknown>): Record<string, unknown> {
  const headers: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isMap(MessageAttributes) ? MessageAttributes : {})) {
    if (isMap(value)) headers[name] = value.StringValue ?? value.BinaryValue;
  }
  const xray = isMap(Attributes) ? Attributes.AWSTraceHeader : undefined;
  return xray === undefined ? headers : { ...headers, 'x-amzn-trace-id': xray };
}

function routingKeyOf({ fields }: Record<string, unknown>): unknown {
  return isMap(fields) ? fields.routingKey : undefined;
}

function carryingIn(headers: Record<string, unknown>): Record<string, readonly string[]> {
  const found = Object.entries(headers).filter(([name, value]) => isCarrying(name) && value !== undefined);
  return Object.fromEntries(found.map(([name, value]) => [name.toLowerCase(), headerTexts(value as never)]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return (
    isPlainObject(value) ||
    (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map))
  );
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `recordHeaders() ${text}`);
}
