import { headerValues, trimBlanks } from './carrier.ts';
import type { PropagatedContext, PropagationFormat } from './format.ts';
import { idProblem } from './trace-id.ts';

const HEADER = 'X-Amzn-Trace-Id';

/** `1-5759e988-bd862e3fe1be46a994272793` of W3C's `5759e988bd862e3fe1be46a994272793`. */
export function toXrayId(traceId: string): string {
  return `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
}

/** The W3C id of an X-Ray id, or why it is none. */
export function fromXrayId(root: string): { readonly traceId: string } | string {
  const parts = /^1-([^-]*)-([^-]*)$/.exec(root);
  if (parts === null) return 'Root is not 1-<8 hex digits>-<24 hex digits>';
  const [, time = '', rest = ''] = parts;
  if (time.length !== 8 || rest.length !== 24)
    return `Root has ${time.length} and ${rest.length} digits; it takes 8 and 24`;
  return idProblem('Root', `${time}${rest}`, 32) ?? { traceId: `${time}${rest}` };
}

/**
 * AWS X-Ray's `X-Amzn-Trace-Id: Root=...;Parent=...;Sampled=...`, with Lineage, Self and fields of the application's own.
 *
 * A header with Root alone, as a load balancer sends it, names a trace and no span: its context has no `spanId`.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export const xray: PropagationFormat = {
  name: 'xray',
  headers: [HEADER],
  inject({ traceId, spanId, sampled, fields = {} }) {
    const parts = [`Root=${toXrayId(traceId)}`];
    if (spanId !== undefined) parts.push(`Parent=${spanId}`);
    if (sampled !== undefined) parts.push(`Sampled=${sampled ? '1' : '0'}`);
    for (const [key, value] of Object.entries(fields)) parts.push(`${key}=${value}`);
    return { [HEADER]: parts.join(';') };
  },
  extract(carrier) {
    const values = headerValues(carrier, HEADER);
    const [value] = values;
    if (value === undefined) return { kind: 'absent' };
    const context = values.length > 1 ? 'it is there more than once' : parseXray(value);
    if (typeof context !== 'string') return { kind: 'context', context, refused: [] };
    return { kind: 'refused', refused: [{ header: HEADER, value: values.join(', '), reason: context }] };
  },
};

/**
 * The header as an AWS Application Load Balancer adds it to a request that has none: a Root, without Parent and Sampled.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
 */
export const alb: PropagationFormat = {
  name: 'alb',
  headers: [HEADER],
  inject: ({ traceId }) => ({ [HEADER]: `Root=${toXrayId(traceId)}` }),
  extract: xray.extract,
};

/** Reads the header, or says why it names no trace. */
export function parseXray(header: string): PropagatedContext | string {
  const fields = new Map<string, string>();
  for (const part of trimBlanks(header).split(';')) {
    const text = trimBlanks(part);
    if (text === '') continue;
    const at = text.indexOf('=');
    if (at < 1) return `its part "${text}" is not a key, "=" and a value`;
    const key = text.slice(0, at);
    if (fields.has(key)) return `${key} is there twice`;
    fields.set(key, text.slice(at + 1));
  }
  const root = fields.get('Root');
  if (root === undefined) return missingRoot(fields);
  const id = fromXrayId(root);
  if (typeof id === 'string') return id;
  const parent = fields.get('Parent');
  const problem = parent === undefined ? undefined : idProblem('Parent', parent, 16);
  if (problem !== undefined) return problem;
  const state = fields.get('Sampled');
  if (state !== undefined && !/^[01?]$/.test(state)) return `Sampled is "${state}"; it is 0, 1 or ?`;
  const more = [...fields].filter(([key]) => key !== 'Root' && key !== 'Parent' && key !== 'Sampled');
  return {
    ...id,
    spanId: parent,
    sampled: state === undefined || state === '?' ? undefined : state === '1',
    ...(more.length === 0 ? {} : { fields: Object.fromEntries(more) }),
  };
}

function missingRoot(fields: ReadonlyMap<string, string>): string {
  const other = [...fields.keys()].find(key => /^ *root *$/i.test(key));
  return other === undefined
    ? 'it has no Root'
    : `it has "${other}" where Root is expected, in this case and without blanks`;
}
