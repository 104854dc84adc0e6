import { parseB3 } from './formats/b3.ts';
import type { PropagatedContext } from './formats/format.ts';
import { parseTraceparent } from './formats/traceparent.ts';
import { parseXray } from './formats/xray.ts';

/** A value that has the form of a trace context, whatever header it is in. */
export interface ContextLike {
  /** The header that usually has this form, or `trace id`. */
  readonly form: string;
  /** The part of the value that has the form. */
  readonly text: string;
  /** The ids in it; undefined when they are not ids that a span can have. */
  readonly context: PropagatedContext | undefined;
  /** An id alone is weak: many things are 16 bytes in hex, and only an id that is known makes it a context. */
  readonly weak: boolean;
}

interface Form {
  readonly form: string;
  readonly pattern: RegExp;
  readonly read: (text: string) => PropagatedContext | undefined;
}

/** From the most telling form to the least. Each is looked for anywhere in the value: some headers hold JSON. */
const FORMS: readonly Form[] = [
  {
    form: 'traceparent',
    pattern: /(?<![\da-z])[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}(?![\da-z])/i,
    read: text => parsed(parseTraceparent(text.toLowerCase())),
  },
  {
    form: 'X-Amzn-Trace-Id',
    pattern: /Root=1-[\da-f]{8}-[\da-f]{24}(?:;[\w-]+=[\w:.-]+)*/i,
    read: text => parsed(parseXray(text)),
  },
  {
    form: 'uber-trace-id',
    pattern: /(?<![\da-z])[\da-f]{8,32}(?::|%3A)[\da-f]{1,16}(?::|%3A)[\da-f]{1,16}(?::|%3A)[\da-f]{1,2}(?![\da-z])/i,
    read: readJaeger,
  },
  {
    form: 'b3',
    pattern: /(?<![\da-z-])(?:[\da-f]{32}-[\da-f]{16}(?:-[01d])?|[\da-f]{16}-[\da-f]{16}-[01d])(?![\da-z])/i,
    read: text => parsed(parseB3(text.toLowerCase())),
  },
  {
    form: 'X-Cloud-Trace-Context',
    pattern: /(?<![\da-z])[\da-f]{32}\/\d{1,20}(?:;o=[0-3])?/i,
    read: text => ofIds(text.slice(0, 32), undefined, undefined),
  },
  { form: 'Request-Id', pattern: /^\|[^\s|]{4,500}[._]$/, read: readRequestId },
];

/** An id alone: 16 bytes in hex, the same as a UUID, or 8 bytes. */
const ID_ALONE = /^(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{16})$/i;
/** A longer value is no context: what it may have in it is not looked for. */
const MAX_LENGTH = 16_384;

/** What in a value has the form of a trace context; undefined when nothing has. */
export function contextLike(value: string): ContextLike | undefined {
  if (value.length > MAX_LENGTH) return undefined;
  const text = value.trim();
  for (const { form, pattern, read } of FORMS) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { form, text: found, context: read(found), weak: false };
  }
  if (!ID_ALONE.test(text)) return undefined;
  return { form: 'trace id', text, context: ofIds(text.replaceAll('-', ''), undefined, undefined), weak: true };
}

function parsed(result: PropagatedContext | string): PropagatedContext | undefined {
  return typeof result === 'string' ? undefined : result;
}

/** `trace-id:span-id:parent-span-id:flags`, without leading zeros. */
function readJaeger(text: string): PropagatedContext | undefined {
  const [traceId = '', spanId, , flags = ''] = text.split(/:|%3A/i);
  return ofIds(traceId, spanId, (Number.parseInt(flags, 16) & 1) !== 0);
}

/** `|root.span.`: a hierarchical id of .NET; its root may be a trace id. */
function readRequestId(text: string): PropagatedContext | undefined {
  const [root = '', spanId = ''] = text.slice(1).split(/[._]/);
  const id = root.replaceAll('-', '');
  return /^[\da-f]{32}$/i.test(id) ? ofIds(id, spanId, undefined) : undefined;
}

function ofIds(
  traceId: string,
  spanId: string | undefined,
  sampled: boolean | undefined,
): PropagatedContext | undefined {
  const id = traceId.toLowerCase().padStart(32, '0');
  if (/^0*$/.test(id)) return undefined;
  const isSpanId = spanId !== undefined && /^[\da-f]{1,16}$/i.test(spanId) && !/^0*$/.test(spanId);
  return { traceId: id, spanId: isSpanId ? spanId.toLowerCase().padStart(16, '0') : undefined, sampled };
}
