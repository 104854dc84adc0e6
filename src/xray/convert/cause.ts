import { type Attributes, attribute } from '../../model/attributes.ts';
import type { SpanData, SpanEvent } from '../../model/span-data.ts';
import type { XRayException, XRaySegment } from '../segment.ts';
import type { Taken } from './conversion.ts';
import { intOf, jsonOf, textAt } from './read-value.ts';
import { derivedId } from './segment-id.ts';
import { parseDotnet } from './stacks/dotnet.ts';
import { parseGo } from './stacks/go.ts';
import { parseJava } from './stacks/java.ts';
import { parseJavaScript } from './stacks/javascript.ts';
import type { ParsedStack } from './stacks/parsed-stack.ts';
import { parsePython } from './stacks/python.ts';

const PARSERS: Readonly<Record<string, (stack: string) => ParsedStack>> = {
  java: parseJava,
  php: parseJava,
  python: parsePython,
  javascript: parseJavaScript,
  nodejs: parseJavaScript,
  webjs: parseJavaScript,
  dotnet: parseDotnet,
  go: parseGo,
};

/** What the AWS SDK for Java records of each attempt that failed. */
const FAILED_ATTEMPT = 'HTTP request failure';

const NOTHING_TAKEN: Taken = new Map();

type Cause = NonNullable<XRaySegment['cause']>;

/** Whether the span calls an AWS API. */
export function isAwsApi(attributes: Attributes): boolean {
  return textAt(attributes, 'rpc.system') === 'aws-api';
}

/**
 * The exceptions of a span: of each event `exception`; without one, of a status ERROR with a description.
 *
 * @param id the document's, which the ids of exceptions follow from
 */
export function causeOf(span: SpanData, id: string): { readonly cause?: Cause; readonly taken: Taken } {
  const isAws = isAwsApi(span.attributes);
  const events = span.events.filter(({ name }) => name === 'exception' || (isAws && name === FAILED_ATTEMPT));
  if (events.length > 0) {
    const exceptions = events.flatMap((event, index) =>
      event.name === 'exception' ? exceptionsOf(span, event, `${id} ${index}`) : attemptOf(event, `${id} ${index}`),
    );
    return { cause: exceptions.length === 0 ? {} : { exceptions }, taken: NOTHING_TAKEN };
  }
  if (span.status.code !== 'ERROR') return { taken: NOTHING_TAKEN };
  const message = span.status.message || textAt(span.attributes, 'http.status_text');
  const taken: Taken = new Map([['http.status_text', 'cause.exceptions']]);
  if (message === '') return { taken };
  return { cause: { exceptions: [{ id: derivedId(id, 'status'), type: '', message }] }, taken };
}

/** An exception, and those that caused it, as far as the stack trace tells them. */
function exceptionsOf({ kind, resource }: SpanData, { attributes }: SpanEvent, of: string): XRayException[] {
  const remote = kind === 'CLIENT' || kind === 'PRODUCER';
  const language = textAt(resource.attributes, 'telemetry.sdk.language');
  const stack = textAt(attributes, 'exception.stacktrace');
  const parse = Object.hasOwn(PARSERS, language) ? PARSERS[language] : undefined;
  const { frames, causes } = parse === undefined || stack === '' ? { frames: [], causes: [] } : parse(stack);
  const type = textAt(attributes, 'exception.type');
  const message = textAt(attributes, 'exception.message');
  const chain = [{ type, message, frames }, ...causes];
  return chain.map((one, index) => ({
    id: derivedId(of, index),
    type: one.type,
    message: one.message,
    remote,
    ...(index + 1 < chain.length ? { cause: derivedId(of, index + 1) } : {}),
    ...(one.frames.length > 0 ? { stack: one.frames } : {}),
  }));
}

/** `503@1793620801.250000@Service Unavailable` */
function attemptOf({ attributes, timeUnixNano }: SpanEvent, of: string): XRayException[] {
  const code = attribute(attributes, 'http.response.status_code');
  const said = attribute(attributes, 'aws.http.error_message');
  if (code === undefined || said === undefined) return [];
  const seconds = (Number(timeUnixNano / 1000n) / 1e6).toFixed(6);
  const message = [String(jsonOf(code)), seconds, textAt(attributes, 'aws.http.error_message')].join('@');
  return [{ id: derivedId(of), type: 'aws.http.error.event', message, remote: true }];
}

/** What the segment's colour says. An HTTP status decides, where there is one from 400 to 599; else the span's status. */
export function failureOf({ attributes, status }: SpanData): Pick<XRaySegment, 'error' | 'fault' | 'throttle'> {
  const code = intOf(attribute(attributes, 'http.status_code') ?? attribute(attributes, 'http.response.status_code'));
  if (code >= 400 && code <= 499) return { fault: false, error: true, throttle: code === 429 };
  return { fault: code >= 500 && code <= 599 ? true : status.code === 'ERROR', error: false, throttle: false };
}
