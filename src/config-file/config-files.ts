import { readFileSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TracewrightError } from '../errors.ts';
import type { ConfigKind } from './config-kind.ts';
import { type ConfigFile, parseConfig } from './parse-config.ts';

interface Read {
  readonly stamp: string;
  readonly file: ConfigFile;
}

const MAX_BYTES = 1_048_576;

/** Documents of one kind, of JSON or YAML files. Each is read once for as long as the file stays as it is. */
export class ConfigFiles {
  readonly #kind: ConfigKind;
  readonly #read = new Map<string, Read>();

  constructor(kind: ConfigKind) {
    this.#kind = kind;
  }

  /**
   * @param source relative to the working directory
   * @throws {TracewrightError} of the kind's code, with the file, the line and the column of each fault
   */
  read(source: string | URL): ConfigFile {
    const path = this.#pathOf(source);
    const extension = extname(path).toLowerCase();
    if (!['.json', '.yaml', '.yml'].includes(extension))
      throw this.#invalid(`the ${this.#kind.noun}'s file is ${path}; it takes a .json, .yaml or .yml file.`);
    const stamp = this.#stampOf(path);
    const known = this.#read.get(path);
    if (known?.stamp === stamp) return known.file;
    const file = parseConfig(this.#kind, path, this.#textOf(path), extension === '.json');
    this.#read.set(path, { stamp, file });
    return file;
  }

  #pathOf(source: string | URL): string {
    const isUrl = typeof source !== 'string' || /^[a-z]{2,20}:/i.test(source);
    if (!isUrl) return resolve(source);
    try {
      return fileURLToPath(source);
    } catch {
      throw this.#invalid(`the ${this.#kind.noun} is ${String(source)}; it takes a path, or the file: URL of one.`);
    }
  }

  #stampOf(path: string): string {
    try {
      const { mtimeMs, size } = statSync(path);
      if (size > MAX_BYTES)
        throw this.#invalid(`the ${this.#kind.noun}'s file ${path} has ${size} bytes; it may have ${MAX_BYTES}.`);
      return `${mtimeMs} ${size}`;
    } catch (error) {
      throw error instanceof TracewrightError ? error : this.#unreadable(path, error);
    }
  }

  #textOf(path: string): string {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      throw this.#unreadable(path, error);
    }
    try {
      // Takes the byte order mark away.
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw this.#invalid(`the ${this.#kind.noun}'s file ${path} is no UTF-8.`);
    }
  }

  #unreadable(path: string, error: unknown): TracewrightError {
    const isMissing = (error as { readonly code?: string }).code === 'ENOENT';
    const why = isMissing ? 'there is no such file' : (error as Error).message;
    return this.#invalid(`the ${this.#kind.noun}'s file ${path} cannot be read: ${why}.`);
  }

  #invalid(text: string): TracewrightError {
    return new TracewrightError(this.#kind.code, text);
  }
}

/** Whether a document was given by its file. Jest runs tests in realms of their own: their URL can be another class. */
export function isConfigPath(source: unknown): source is string | URL {
  return typeof source === 'string' || Object.prototype.toString.call(source) === '[object URL]';
}
