import { TracewrightError } from '../errors.ts';
import { checkOptions, isPlainObject, kindOf } from '../misuse.ts';
import type { Crossing } from '../model/crossing.ts';
import { recordedHeaders } from '../propagation/carrying-headers.ts';
import { ATTACHMENTS } from '../receiver/attachments.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { runningReceivers } from '../receiver/running-receivers.ts';
import { messageHeaders } from './carriers/message-headers.ts';

/** What `recordHeaders` can be told. */
export interface RecordHeadersOptions {
  /** The receiver whose traces the record is for. Default: the one that runs in this process, where there is only one. */
  readonly receiver?: Receiver;
  /** The topic or queue. Default: what the message says of itself, as kafkajs' payload does with `topic`. */
  readonly destination?: string;
}

/**
 * Records the propagation headers of a message, as it was sent or as it was consumed, for the traces of a receiver. With
 * that record `toPropagateAcross` can say which side lost the context. Record a message before and after a queue or a
 * forwarder, and the difference shows whether it dropped the headers.
 *
 * Pass the message as your client gives it. Known are kafkajs and other Kafka clients, amqplib, rhea, NATS, MQTT 5, SQS
 * and SNS (also as Lambda gets them), Pub/Sub, Azure Service Bus and Event Hubs, Pulsar, CloudEvents, MCP requests, gRPC
 * Metadata, and any object with `headers`: a plain object, a Map, WHATWG Headers, an array of pairs or of
 * `{ key, value }`. Values are text or bytes.
 *
 * @returns the record: by lower-case name the headers that carry a context or baggage, and any other header whose value
 * has the form of a trace context
 * @throws {TracewrightError} INVALID_OPTION for a message that it cannot read, UNKNOWN_OPTION, UNDEFINED_EXPECTATION
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
  const headers = messageHeaders(message);
  if (typeof headers === 'string') throw invalid(headers);
  const { crossings } = receiver[ATTACHMENTS];
  return crossings.add({
    transport: 'message',
    witness: 'recordHeaders()',
    method: undefined,
    path: undefined,
    destination: destination ?? destinationOf(message),
    target: undefined,
    port: undefined,
    headers: recordedHeaders(headers, id => crossings.isSentId(id)),
  }).crossing;
}

function onlyReceiver(): Pick<Receiver, typeof ATTACHMENTS> {
  const [first, ...others] = runningReceivers();
  if (first !== undefined && others.length === 0) return first;
  const found = first === undefined ? 'none runs' : `${others.length + 1} run`;
  throw invalid(`needs the option receiver: ${found} in this process.`);
}

/** The topic or queue that a message names itself. */
function destinationOf(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { topic, queue, destination, fields } = message as Record<string, unknown>;
  const routingKey = isPlainObject(fields) ? fields.routingKey : undefined;
  return [topic, queue, destination, routingKey].find(
    (name): name is string => typeof name === 'string' && name !== '',
  );
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `recordHeaders() ${text}`);
}
