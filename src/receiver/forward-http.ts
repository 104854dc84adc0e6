import type { IncomingMessage, RequestOptions } from 'node:http';
import { gzipSync } from 'node:zlib';
import { hostProcess } from '../host-process.ts';
import { decodePartialSuccess, decodeStatusMessage } from '../otlp/decode-response.ts';
import { wallMs } from '../store/clock.ts';
import type { TargetPlan } from './forward-options.ts';
import { partlySent } from './forward-partial.ts';
import type { ForwardRequest, ForwardResult, ForwardTarget } from './forward-request.ts';
import { isRetryableHttp } from './grpc-status.ts';

const MAX_ANSWER_BYTES = 64 * 1024;

/** Sends requests on over OTLP/HTTP, each in the encoding in which it came. */
export function httpTarget(plan: TargetPlan): ForwardTarget {
  const { Agent, request } = hostProcess().getBuiltinModule(plan.isTls ? 'node:https' : 'node:http');
  const agent = new Agent({ keepAlive: true, ...plan.tls });
  const base = plan.url.href.replace(/[?#].*$/s, '').replace(/\/$/, '');
  return {
    send: sent =>
      new Promise(resolve => {
        const body = plan.compression === 'gzip' ? gzipSync(sent.body) : sent.body;
        const options: RequestOptions = {
          method: 'POST',
          agent,
          headers: {
            'user-agent': 'tracewright',
            ...(sent.via === undefined ? {} : { via: sent.via }),
            ...(plan.compression === undefined ? {} : { 'content-encoding': plan.compression }),
            ...plan.headers,
            'content-type': sent.encoding === 'json' ? 'application/json' : 'application/x-protobuf',
            'content-length': body.length,
          },
          timeout: plan.timeoutMs,
        };
        const outgoing = request(`${base}/v1/${sent.signal}`, options, response => {
          void readAnswer(response).then(body => resolve(resultOf(sent, response, body)));
        });
        // The forwarder decides how long the process waits for it.
        outgoing.once('socket', socket => (plan.holdsProcess === true ? socket.ref() : socket.unref()));
        outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${plan.timeoutMs} ms`)));
        outgoing.once('error', error =>
          resolve({ isSent: false, reason: error.message || String(error), isRetryable: true }),
        );
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}

async function readAnswer(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAX_ANSWER_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    // The status has been said.
  }
  return Buffer.concat(chunks);
}

function resultOf({ encoding }: ForwardRequest, response: IncomingMessage, body: Buffer): ForwardResult {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    const isJson = /json/i.test(response.headers['content-type'] ?? encoding);
    const partial = decodePartialSuccess(isJson ? 'json' : 'protobuf', body);
    return partial === undefined ? { isSent: true } : partlySent(status, partial);
  }
  const said = `${status} ${response.statusMessage ?? ''}`.trim();
  return {
    isSent: false,
    status,
    reason: `the target answered ${said}`,
    answer: { status: said, message: decodeStatusMessage(response.headers['content-type'], body), rejected: 0 },
    isRetryable: isRetryableHttp(status),
    retryAfterMs: retryAfterMs(response.headers['retry-after']),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - wallMs());
}
