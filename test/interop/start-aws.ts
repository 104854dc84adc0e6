import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What answers as S3 and SQS do, as far as an SDK looks at the answers. It has no telemetry. */
export interface Aws {
  readonly url: string;
  /** The objects that were put, by bucket and key: `receipts/1.txt`. */
  readonly objects: ReadonlyMap<string, string>;
  /** The messages that were sent, in order. */
  readonly messages: readonly SentMessage[];
  stop(): Promise<void>;
}

export interface SentMessage {
  readonly MessageBody: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}

export async function startAws(): Promise<Aws> {
  const objects = new Map<string, string>();
  const messages: SentMessage[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.headers['x-amz-target'] === 'AmazonSQS.SendMessage') {
      const message = JSON.parse(body) as SentMessage;
      messages.push(message);
      const MD5OfMessageBody = createHash('md5').update(message.MessageBody).digest('hex');
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify({ MessageId: randomUUID(), MD5OfMessageBody }));
    } else answerAsS3(objects, body, request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, objects, messages, stop };
}

function answerAsS3(
  objects: Map<string, string>,
  body: string,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
): void {
  const [path = ''] = url.slice(1).split('?');
  const object = objects.get(path);
  if (method === 'PUT') {
    objects.set(path, body);
    response.writeHead(200, { etag: '"etag"' }).end();
  } else if (object === undefined) {
    response.writeHead(404, { 'content-type': 'application/xml' });
    response.end('<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>');
  } else response.writeHead(200, { etag: '"etag"' }).end(object);
}
