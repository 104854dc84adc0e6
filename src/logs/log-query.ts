import { TracewrightError } from '../errors.ts';
import { kindOf, suggestion } from '../misuse.ts';
import { isTrace, type Trace } from '../model/trace.ts';
import { toXrayId } from '../propagation/formats/xray.ts';

/** Where log records are looked up. */
export type LogBackend = 'cloudwatch' | 'loki' | 'elasticsearch';

const BACKENDS: readonly LogBackend[] = ['cloudwatch', 'loki', 'elasticsearch'];
/** The names under which JSON lines have the trace id; nested ones with a dot. */
const FIELDS = ['trace_id', 'traceId', 'otelTraceID', 'trace.id', 'mdc.traceId', 'mdc.trace_id', 'AWS-XRAY-TRACE-ID'];
const MOST = 1_000;

/**
 * The query that finds the log records of a trace in a backend. It looks for the id as W3C has it and as X-Ray writes it
 * (`1-<8>-<24>`), under the names that loggers give it.
 *
 * - `cloudwatch`: a query for CloudWatch Logs Insights, also for lines that are not JSON. Its first lines are a comment
 *   with the time range, which the console and `StartQuery` take apart from the query.
 * - `loki`: LogQL over all streams with a `service_name`, for JSON lines and for structured metadata. Narrow the stream
 *   selector where there is much.
 * - `elasticsearch`: the body of a `_search` request as JSON text, for Elasticsearch and OpenSearch.
 *
 * @throws {TracewrightError} INVALID_SUBJECT for anything but a trace, INVALID_OPTION for a backend that is not known.
 * @example
 * console.log(logQuery(trace, 'cloudwatch'));
 * const { hits } = await client.search({ index: 'logs-*', ...JSON.parse(logQuery(trace, 'elasticsearch')) });
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 * @see https://grafana.com/docs/loki/latest/query/
 * @see https://www.elastic.co/docs/reference/query-languages/query-dsl/query-dsl-multi-match-query
 */
export function logQuery(trace: Trace, backend: LogBackend): string {
  if (!isTrace(trace)) {
    const kind = kindOf(trace);
    const fix = kind === 'a Promise' ? ': `await` is missing.' : '. (await receiver.capture(...) gives a trace.)';
    throw new TracewrightError('INVALID_SUBJECT', `logQuery() takes a Trace; received ${kind}${fix}`);
  }
  switch (backend) {
    case 'cloudwatch':
      return cloudwatch(trace);
    case 'loki':
      return loki(trace);
    case 'elasticsearch':
      return elasticsearch(trace);
    default: {
      const given: unknown = backend;
      const valid = typeof given === 'string' ? suggestion(given, BACKENDS) : ` Valid: ${BACKENDS.join(', ')}.`;
      throw new TracewrightError('INVALID_OPTION', `logQuery() knows no backend ${kindOf(given)}.${valid}`);
    }
  }
}

/** As W3C has the id, and as X-Ray writes it. */
function idsOf({ traceId }: Trace): readonly [hex: string, xray: string] {
  return [traceId, toXrayId(traceId)];
}

function cloudwatch(trace: Trace): string {
  const ids = idsOf(trace);
  const list = ids.map(id => `"${id}"`).join(', ');
  const fields = FIELDS.filter(field => field !== 'AWS-XRAY-TRACE-ID').map(
    field => `${field === 'trace.id' ? '`trace.id`' : field} in [${list}]`,
  );
  // A line that is not JSON, or has the id in upper case or under another name.
  const filter = [...fields, `@message like /(?i)${ids.join('|')}/`].join('\n    or ');
  return [
    ...rangeLines(trace).map(line => `# ${line}`),
    'fields @timestamp, @log, level, message, trace_id, span_id, @message',
    `| filter ${filter}`,
    '| sort @timestamp asc',
    `| limit ${MOST}`,
  ].join('\n');
}

/** From a minute before the first span began to five minutes after the last one ended: records may be shipped late. */
function rangeLines({ spans }: Trace): readonly string[] {
  const [first] = spans;
  if (first === undefined) return [];
  let end = first.endTimeUnixNano;
  for (const span of spans) if (span.endTimeUnixNano > end) end = span.endTimeUnixNano;
  const [fromMs, toMs] = [Number(first.startTimeUnixNano / 1_000_000n), Number(end / 1_000_000n)];
  const isDate = (ms: number): boolean => ms > 0 && ms < 8.64e15 - 300_000;
  if (!isDate(fromMs) || !isDate(toMs) || toMs < fromMs) return [];
  return [`Time range: ${new Date(fromMs - 60_000).toISOString()} to ${new Date(toMs + 300_000).toISOString()}`];
}

function loki(trace: Trace): string {
  const id = `(?i)(${idsOf(trace).join('|')})`;
  // Loki's JSON parser joins nested keys with "_", writes "_" for what no label may have, and adds "_extracted" to a key
  // that is structured metadata already.
  const labels = new Set(FIELDS.map(field => field.replaceAll(/[.-]/g, '_')));
  labels.add('trace_id_extracted');
  const tests = Array.from(labels, label => `${label}=~"${label.startsWith('AWS') ? `${id}(@.*)?` : id}"`);
  return ['{service_name=~".+"}', '| json', `| ${tests.join(' or ')}`].join(' ');
}

function elasticsearch(trace: Trace): string {
  const should = idsOf(trace).map(query => ({
    multi_match: { query, type: 'phrase', fields: [...FIELDS, 'message'], lenient: true },
  }));
  const query = { bool: { should, minimum_should_match: 1 } };
  const sort = [{ '@timestamp': { order: 'asc', unmapped_type: 'date' } }];
  return JSON.stringify({ query, sort, size: MOST }, undefined, 2);
}
