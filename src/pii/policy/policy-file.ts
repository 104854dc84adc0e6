import { readFileSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TracewrightError } from '../../errors.ts';
import { type PolicyFile, parsePolicy } from './parse-policy.ts';

interface Read {
  readonly stamp: string;
  readonly file: PolicyFile;
}

const MAX_BYTES = 1_048_576;
const read = new Map<string, Read>();

/**
 * Reads a policy of a JSON or YAML file, once for as long as the file stays as it is.
 *
 * @param source relative to the working directory
 * @throws {TracewrightError} INVALID_POLICY with the file, the line and the column of each fault
 */
export function readPolicyFile(source: string | URL): PolicyFile {
  const path = pathOf(source);
  const kind = extname(path).toLowerCase();
  if (!['.json', '.yaml', '.yml'].includes(kind))
    throw invalid(`the policy's file is ${path}; it takes a .json, .yaml or .yml file.`);
  const stamp = stampOf(path);
  const known = read.get(path);
  if (known?.stamp === stamp) return known.file;
  const file = parsePolicy(path, textOf(path), kind === '.json');
  read.set(path, { stamp, file });
  return file;
}

function pathOf(source: string | URL): string {
  const isUrl = typeof source !== 'string' || /^[a-z]{2,20}:/i.test(source);
  if (!isUrl) return resolve(source);
  try {
    return fileURLToPath(source);
  } catch {
    throw invalid(`the policy is ${String(source)}; it takes a path, or the file: URL of one.`);
  }
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size } = statSync(path);
    if (size > MAX_BYTES) throw invalid(`the policy's file ${path} has ${size} bytes; it may have ${MAX_BYTES}.`);
    return `${mtimeMs} ${size}`;
  } catch (error) {
    throw error instanceof TracewrightError ? error : unreadable(path, error);
  }
}

function textOf(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    // Takes the byte order mark away.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(`the policy's file ${path} is no UTF-8.`);
  }
}

function unreadable(path: string, error: unknown): TracewrightError {
  const isMissing = (error as { readonly code?: string }).code === 'ENOENT';
  const why = isMissing ? 'there is no such file' : (error as Error).message;
  return invalid(`the policy's file ${path} cannot be read: ${why}.`);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}
