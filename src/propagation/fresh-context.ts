import { randomBytes } from 'node:crypto';
import type { SentContext } from '../model/sent-context.ts';
import { dateNow } from '../real-time.ts';
import { formatBaggage } from './formats/baggage.ts';
import type { PropagationFormat } from './formats/format.ts';
import { alb, xray } from './formats/xray.ts';

/** What a fresh context is to be. */
export interface ContextPlan {
  readonly sampled: boolean;
  readonly formats: readonly PropagationFormat[];
  readonly baggage: Readonly<Record<string, string>>;
}

/** A fresh trace context, with the headers that carry it in each of the formats. */
export function freshContext({ sampled, formats, baggage }: ContextPlan): SentContext {
  const hasTime = formats.some(({ name }) => name === xray.name || name === alb.name);
  const traceId = hasTime ? `${epochSeconds()}${randomId(12)}` : randomId(16);
  const spanId = randomId(8);
  const headers: Record<string, string> = {};
  for (const format of formats) {
    for (const [name, value] of Object.entries(format.inject({ traceId, spanId, sampled }))) {
      headers[name.toLowerCase()] = value;
    }
  }
  if (Object.keys(baggage).length > 0) headers.baggage = formatBaggage(baggage);
  return { traceId, spanId, sampled, headers };
}

/** The 8 digits that X-Ray's ids begin with: services may refuse one that is older than 30 days. */
function epochSeconds(): string {
  return Math.floor(dateNow() / 1_000)
    .toString(16)
    .padStart(8, '0');
}

function randomId(bytes: number): string {
  for (;;) {
    const id = randomBytes(bytes).toString('hex');
    if (/[1-9a-f]/.test(id)) return id;
  }
}
