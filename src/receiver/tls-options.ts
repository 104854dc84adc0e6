import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { TracewrightError } from '../errors.ts';
import { checkOptions, kindOf } from '../misuse.ts';

/** PEM: its text, a Buffer of it, or the path of a file that holds it. */
export type Pem = string | Uint8Array;

/** How a receiver speaks TLS, on both of its endpoints. */
export interface TlsOptions {
  /** The receiver's certificate, with the chain above it where there is one. A self-signed one will do. */
  readonly cert: Pem;
  /** The private key of `cert`, not encrypted. */
  readonly key: Pem;
  /** Mutual TLS: clients must show a certificate that one of these authorities issued. */
  readonly ca?: Pem;
  /**
   * The path of the PEM file that services are told to trust, as `OTEL_EXPORTER_OTLP_CERTIFICATE`. Default: the file of
   * `cert` when that is self-signed, or of `ca` when that issued `cert`.
   */
  readonly trust?: string;
  /**
   * With `ca`: the paths of the certificate and key that services are told to show, as
   * `OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE` and `_KEY`.
   */
  readonly client?: { readonly cert: string; readonly key: string };
}

/** TLS options that were read and checked. */
export interface LoadedTls {
  readonly server: {
    readonly cert: Buffer;
    readonly key: Buffer;
    readonly ca?: Buffer;
    readonly requestCert?: true;
    readonly rejectUnauthorized?: true;
  };
  /** The files that services are told of, by absolute path. */
  readonly files: TlsFiles;
  readonly client: TlsClient;
}

/** What a client in this process needs to speak TLS with the receiver: PEM text. */
export interface TlsClient {
  /** The authority to trust; undefined when it is not known: one of Node's own. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Whether clients without `cert` and `key` are turned away. */
  readonly isMutual: boolean;
}

/** What services are told about TLS. */
export interface TlsFiles {
  readonly trust?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
}

const OPTIONS = ['cert', 'key', 'ca', 'trust', 'client'];

/**
 * Reads the option `tls`, and checks all that would otherwise first show in a handshake.
 *
 * @throws {TracewrightError} INVALID_OPTION, with the option, the file, and what is wrong with it.
 */
export function loadTls(options: TlsOptions): LoadedTls {
  checkOptions(options, OPTIONS, 'startReceiver() option tls');
  for (const required of ['cert', 'key'] as const) {
    if (options[required] === undefined) throw invalid(` needs both cert and key; ${required} is missing.`);
  }
  const cert = readPem(options.cert, 'cert');
  const key = readPem(options.key, 'key');
  const certificate = certificateOf(cert);
  if (!certificate.checkPrivateKey(privateKeyOf(key))) {
    throw invalid(`.key (${key.from}) is not the private key of cert (${cert.from}).`);
  }
  const ca = options.ca === undefined ? undefined : readPem(options.ca, 'ca');
  const authorities = ca === undefined ? [] : authoritiesOf(ca);
  const server = {
    cert: cert.bytes,
    key: key.bytes,
    ...(ca === undefined ? {} : ({ ca: ca.bytes, requestCert: true, rejectUnauthorized: true } as const)),
  };
  try {
    createSecureContext(server);
  } catch (error) {
    throw invalid(` cannot be used: cert (${cert.from}) with key (${key.from}): ${textOf(error)}.`, error);
  }
  const issuer = ca !== undefined && authorities.some(authority => isIssuedBy(certificate, authority)) ? ca : undefined;
  const trust = fileOf(options.trust, 'trust') ?? (isIssuedBy(certificate, certificate) ? cert : issuer);
  const files = { ...(trust?.path === undefined ? {} : { trust: trust.path }), ...clientFiles(options.client) };
  return { server, files, client: { ...clientPem(trust, files), isMutual: ca !== undefined } };
}

function clientPem(trust: ReadPem | undefined, { clientCert, clientKey }: TlsFiles): Omit<TlsClient, 'isMutual'> {
  return {
    ...(trust === undefined ? {} : { ca: String(trust.bytes) }),
    ...(clientCert === undefined ? {} : { cert: String(readFile(clientCert, 'client.cert')) }),
    ...(clientKey === undefined ? {} : { key: String(readFile(clientKey, 'client.key')) }),
  };
}

interface ReadPem {
  readonly option: string;
  readonly bytes: Buffer;
  /** Absolute; undefined for PEM that was given itself. */
  readonly path: string | undefined;
  /** For a message. */
  readonly from: string;
}

function readPem(given: Pem, option: string): ReadPem {
  if (typeof given !== 'string' && !ArrayBuffer.isView(given)) {
    throw invalid(`.${option} is ${kindOf(given)}; it takes PEM text, a Buffer of it, or the path of a file.`);
  }
  if (typeof given !== 'string') return { option, bytes: Buffer.from(given), path: undefined, from: 'a Buffer' };
  if (given.includes('-----BEGIN')) return { option, bytes: Buffer.from(given), path: undefined, from: 'PEM text' };
  const path = resolve(given);
  return { option, bytes: readFile(path, option), path, from: path };
}

function readFile(path: string, option: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : textOf(error);
    throw invalid(`.${option} cannot be read from ${path}: ${why}.`, error);
  }
}

function fileOf(given: string | undefined, option: string): (ReadPem & { readonly path: string }) | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || given.includes('-----BEGIN')) {
    throw invalid(`.${option} takes the path of a file: it is handed to services.`);
  }
  const path = resolve(given);
  return { option, bytes: readFile(path, option), path, from: path };
}

function clientFiles(client: TlsOptions['client']): { clientCert?: string; clientKey?: string } {
  if (client === undefined) return {};
  checkOptions(client, ['cert', 'key'], 'startReceiver() option tls.client');
  const [clientCert, clientKey] = [fileOf(client.cert, 'client.cert'), fileOf(client.key, 'client.key')];
  if (clientCert === undefined || clientKey === undefined) throw invalid('.client needs both cert and key.');
  return { clientCert: clientCert.path, clientKey: clientKey.path };
}

function certificateOf(pem: ReadPem): X509Certificate {
  try {
    return new X509Certificate(pem.bytes);
  } catch (error) {
    const isKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem.bytes.toString('latin1'));
    const what = isKey ? 'holds a private key, not a certificate' : `is not a PEM certificate: ${textOf(error)}`;
    throw invalid(`.${pem.option} (${pem.from}) ${what}.`, error);
  }
}

function privateKeyOf(pem: ReadPem): KeyObject {
  try {
    return createPrivateKey(pem.bytes);
  } catch (error) {
    const text = pem.bytes.toString('latin1');
    const what = /ENCRYPTED/.test(text)
      ? 'is encrypted; write it out without a passphrase (openssl pkey -in KEY -out PLAIN)'
      : /-----BEGIN CERTIFICATE-----/.test(text)
        ? 'holds a certificate, not a private key'
        : `is not a PEM private key: ${textOf(error)}`;
    throw invalid(`.key (${pem.from}) ${what}.`, error);
  }
}

function authoritiesOf(pem: ReadPem): X509Certificate[] {
  const blocks = pem.bytes.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return [certificateOf(pem)];
  return blocks.map(block => certificateOf({ ...pem, bytes: Buffer.from(block) }));
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `text` begins after the option's name: `.cert (...) is ...`. */
function invalid(text: string, cause?: unknown): TracewrightError {
  return new TracewrightError(
    'INVALID_OPTION',
    `startReceiver() option tls${text}`,
    cause === undefined ? undefined : { cause },
  );
}
