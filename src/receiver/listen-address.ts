import { resolve } from 'node:path';
import { TracewrightError } from '../errors.ts';

/** Where an endpoint listens: a host and a port of it, or a unix domain socket. */
export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** What the option `host` names: a network host, or the path of a unix domain socket. */
export type HostOption =
  | { readonly kind: 'tcp'; readonly host: string }
  | { readonly kind: 'unix'; readonly path: string };

/** `sun_path` of `sockaddr_un`, without the 0 at its end. */
const MAX_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

/**
 * Reads the option `host`: `127.0.0.1`, `::1`, `[::1]`, `localhost`, `unix:/tmp/x.sock`, `unix:///tmp/x.sock`.
 *
 * @throws {TracewrightError} INVALID_OPTION
 */
export function parseHost(given: string): HostOption {
  if (typeof given !== 'string' || given.trim() === '')
    throw invalid(`is ${JSON.stringify(given)}; it takes an address.`);
  if (given.startsWith('unix:')) return { kind: 'unix', path: socketPath(given.slice('unix:'.length)) };
  if (/[\s/]/.test(given))
    throw invalid(`is ${JSON.stringify(given)}; it takes an address without a scheme or a path.`);
  return { kind: 'tcp', host: given.replace(/^\[(.*)\]$/, '$1') };
}

function socketPath(given: string): string {
  const path = given.replace(/^\/\/(?=\/)/, '');
  if (path === '') throw invalid('is "unix:" without a path; write unix:/tmp/traces.sock.');
  return resolve(path);
}

/** Where each endpoint listens under a host. HTTP, which no SDK sends to a unix socket, has its socket beside gRPC's. */
export function endpointAddress(host: HostOption, protocol: 'grpc' | 'http', port: number): ListenAddress {
  if (host.kind === 'tcp') return { ...host, port };
  const path = protocol === 'grpc' ? host.path : `${host.path}.http`;
  const bytes = Buffer.byteLength(path);
  if (bytes <= MAX_PATH_BYTES) return { kind: 'unix', path };
  throw invalid(`makes a socket path of ${bytes} bytes; the system takes ${MAX_PATH_BYTES} at most: ${path}`);
}

/** An address that others can use: never the wildcard, which means "all of mine" only to the one who listens. */
export function endpointUrl(address: ListenAddress, protocol: 'grpc' | 'http', isTls: boolean): string {
  if (address.kind === 'unix') {
    return protocol === 'grpc'
      ? `unix://${address.path}`
      : `${isTls ? 'https' : 'http'}+unix://${encodeURIComponent(address.path)}`;
  }
  const host = isWildcard(address.host) ? '127.0.0.1' : address.host;
  return `${isTls ? 'https' : 'http'}://${bracketed(host)}:${address.port}`;
}

/** For a message: `127.0.0.1:4317`, `[::1]:4317`, `/tmp/x.sock`. */
export function addressText(address: ListenAddress): string {
  return address.kind === 'unix' ? address.path : `${bracketed(address.host)}:${address.port}`;
}

/** A host as a URL has it: an IPv6 address in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** Whether only this machine can reach an IP address. */
export function isLoopback(ip: string): boolean {
  return /^(::ffff:)?127\./.test(ip) || ip === '::1';
}

/** Whether a host means every address of the machine: `0.0.0.0`, `::`. */
export function isWildcard(host: string): boolean {
  return /^\[?(0+(\.0+){0,3}|[0:]+)\]?$/.test(host);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `startReceiver() option host ${text}`);
}
