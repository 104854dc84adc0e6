import { readFileSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Yaml from 'yaml';
import { TracewrightError } from '../errors.ts';
import { checkAgainstSchema, type SchemaFault } from './check-against-schema.ts';
import { loadLibrary } from './load-library.ts';

/** A policy as a file has it, and where in the file what stands. */
export interface PolicyFile {
  readonly policy: unknown;
  /** The same error, with the line of what it is about. */
  located(error: TracewrightError): TracewrightError;
}

interface Read {
  readonly stamp: string;
  readonly file: PolicyFile;
}

const MAX_FAULTS = 10;
const MAX_BYTES = 1_048_576;
/** More aliases than a policy needs; what expands without end is refused. */
const MAX_ALIASES = 100;
const read = new Map<string, Read>();

/**
 * Reads a policy of a JSON or YAML file, once for as long as the file stays as it is.
 *
 * @param source relative to the working directory
 * @throws {TracewrightError} INVALID_POLICY with the file, the line and the column of each fault
 */
export function readPolicyFile(source: string | URL): PolicyFile {
  const path = source instanceof URL || source.startsWith('file:') ? fileURLToPath(source) : resolve(source);
  const kind = extname(path).toLowerCase();
  if (!['.json', '.yaml', '.yml'].includes(kind))
    throw invalid(`the policy's file is ${path}; it takes a .json, .yaml or .yml file.`);
  const stamp = stampOf(path);
  const known = read.get(path);
  if (known?.stamp === stamp) return known.file;
  const file = parse(path, textOf(path), kind === '.json');
  read.set(path, { stamp, file });
  return file;
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size } = statSync(path);
    if (size > MAX_BYTES) throw invalid(`the policy's file ${path} has ${size} bytes; it may have ${MAX_BYTES}.`);
    return `${mtimeMs} ${size}`;
  } catch (error) {
    if (error instanceof TracewrightError) throw error;
    throw invalid(`the policy's file ${path} cannot be read: ${codeOf(error)}.`);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw invalid(`the policy's file ${path} cannot be read: ${codeOf(error)}.`);
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
}

function parse(path: string, text: string, isJson: boolean): PolicyFile {
  const { LineCounter, parseAllDocuments, isMap } = loadLibrary<typeof Yaml>('yaml');
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const [document, second] = 'empty' in documents ? [] : documents;
  if (document === undefined || document.contents === null) throw invalid(`${at(0)}  the file holds no policy.`);
  const [fault] = document.errors;
  if (fault !== undefined) throw invalid(`${at(fault.pos[0])}  ${fault.message}`);
  if (second !== undefined) throw invalid(`${at(second.range[0])}  a second document begins: a policy is one.`);
  if (isJson) refuseOtherThanJson(text, at);
  const policy = plainOf(document, at);
  const offsetOf = (steps: readonly (string | number)[], ofKey: boolean): number => {
    for (let length = steps.length; length > 0; length--) {
      const parent = length === 1 ? document.contents : document.getIn(steps.slice(0, length - 1), true);
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => String(key) === String(steps[length - 1]))
        : undefined;
      const node = (ofKey ? pair?.key : undefined) ?? document.getIn(steps.slice(0, length), true) ?? pair?.key;
      const range = (node as { range?: readonly number[] | null } | undefined)?.range;
      if (range !== undefined && range !== null) return range[0] ?? 0;
    }
    return (document.contents as { range?: readonly number[] | null }).range?.[0] ?? 0;
  };
  const faults = checkAgainstSchema(policy);
  if (faults.length > 0) throw faultsError(faults, fault => at(offsetOf(fault.steps, fault.ofKey)));
  return {
    policy: withoutSchema(policy),
    located: error => {
      const [, path = ''] = /^INVALID_POLICY: policy\.?(\S*)/.exec(error.message) ?? [];
      const steps = [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));
      const text = error.message.replace(/^\w+: /, '');
      return new TracewrightError(error.code, `${at(offsetOf(steps, false))}  ${text}`);
    },
  };
}

/** YAML takes more than JSON has: comments, and text without quotes. */
function refuseOtherThanJson(text: string, at: (offset: number) => string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const [, position] = /position (\d+)/.exec((error as Error).message) ?? [];
    throw invalid(`${at(Number(position ?? 0))}  this is YAML, and no JSON: name the file .yaml.`);
  }
}

function plainOf(document: Yaml.Document.Parsed, at: (offset: number) => string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw invalid(`${at(0)}  ${(error as Error).message}`);
  }
}

function faultsError(faults: readonly SchemaFault[], place: (fault: SchemaFault) => string): TracewrightError {
  const lines = faults.slice(0, MAX_FAULTS).map(fault => `${place(fault)}  ${fault.text}`);
  const rest = faults.length - lines.length;
  return invalid([...lines, ...(rest > 0 ? [`... and ${rest} more`] : [])].join('\n'));
}

function withoutSchema(policy: unknown): unknown {
  const { $schema: _, ...rest } = policy as { readonly $schema?: string };
  return rest;
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_POLICY', text);
}
