import { type Attributes, attribute } from '../../model/attributes.ts';
import type { SpanData } from '../../model/span-data.ts';
import { isAwsApi } from './cause.ts';
import { connectionHost } from './connection-host.ts';
import { textAt } from './read-value.ts';

/** The longest name that X-Ray takes. */
export const MAX_NAME = 200;

/** What the exporter removes from a span's name. */
export const REMOVED_FROM_NAMES = /[^ 0-9\p{L}_.:/%&#=+\-@]/gu;

/** A name, and where it comes from: the span's own name is the one that the exporter makes fit. */
export interface SegmentName {
  readonly name: string;
  readonly from: string;
}

/** The first name that is there, of those that the exporter looks for. */
export function segmentName(span: SpanData): SegmentName {
  const { attributes, kind, resource } = span;
  const isRemote = kind === 'CLIENT' || kind === 'PRODUCER' || kind === 'CONSUMER';
  const isLocal = kind === 'SERVER' || (kind === 'INTERNAL' && isLocalRoot(attributes));
  const names: readonly (readonly [from: string, name: string])[] = [
    ['aws.local.service', isLocal ? textAt(attributes, 'aws.local.service') : ''],
    ['aws.remote.service', isRemote ? remoteService(attributes) : ''],
    ['peer.service', textAt(attributes, 'peer.service')],
    ['aws.service', textAt(attributes, 'aws.service')],
    ['db.name', databaseName(attributes)],
    ['service.name', kind === 'SERVER' ? textAt(resource.attributes, 'service.name') : ''],
    ['rpc.service', textAt(attributes, 'rpc.service')],
    ['http.host', textAt(attributes, 'http.host')],
    ['net.peer.name', textAt(attributes, 'net.peer.name')],
  ];
  const found = names.find(([, name]) => name !== '');
  return found === undefined ? { name: fixedName(span.name), from: 'name' } : { name: found[1], from: found[0] };
}

/** Whether a span is where its service took the request up, as AWS's distributions of OpenTelemetry mark it. */
export function isLocalRoot(attributes: Attributes): boolean {
  return attribute(attributes, 'aws.span.kind') === 'LOCAL_ROOT';
}

/** The service that is called. Names of the AWS SDKs lose their prefix. */
export function remoteService(attributes: Attributes): string {
  const name = textAt(attributes, 'aws.remote.service');
  return isAwsApi(attributes) ? name.replace(/^(?:AWS\.SDK\.|AWS::)/, '') : name;
}

/** `aws` for the API of AWS, `remote` for other calls. */
export function namespaceOf({ attributes, kind }: SpanData, { from }: SegmentName): 'aws' | 'remote' | undefined {
  if (isAwsApi(attributes) || from === 'aws.service') return 'aws';
  return kind === 'CLIENT' ? 'remote' : undefined;
}

/** `shop`, or `shop@db.example.com` */
function databaseName(attributes: Attributes): string {
  const database = attribute(attributes, 'db.name');
  if (database === undefined) return '';
  const host = connectionHost(textAt(attributes, 'db.connection_string'));
  return `${textAt(attributes, 'db.name')}${host === '' ? '' : `@${host}`}`;
}

/** A span's name as the exporter makes it fit: without other characters, cut to 200 bytes of UTF-8, or `span`. */
export function fixedName(name: string): string {
  const kept = Buffer.from(name.replace(REMOVED_FROM_NAMES, ''));
  if (kept.length === 0) return 'span';
  if (kept.length <= MAX_NAME) return kept.toString();
  // Each byte of a character that is cut in two becomes a replacement character.
  const cut = kept.subarray(0, MAX_NAME);
  const start = cut.findLastIndex(byte => (byte & 0xc0) !== 0x80);
  const lead = cut[start] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (start + length <= MAX_NAME) return cut.toString();
  return `${cut.subarray(0, start).toString()}${'\ufffd'.repeat(MAX_NAME - start)}`;
}
