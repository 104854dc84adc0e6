import type * as Yaml from 'yaml';
import { TracewrightError } from '../../errors.ts';
import { syntaxFault } from '../../model/json-syntax-fault.ts';
import { loadLibrary } from '../load-library.ts';
import { checkAgainstSchema, type SchemaFault } from './check-against-schema.ts';
import { type PolicySteps, stepsAtStart } from './policy-path.ts';

/** A policy as a file has it, and where in the file what stands. */
export interface PolicyFile {
  readonly policy: unknown;
  /** The same error, with the line of what it is about. */
  located(error: TracewrightError): TracewrightError;
}

/** `policy.yaml:7:5`, of an offset. */
type At = (offset: number) => string;

const MAX_FAULTS = 10;
/** More aliases than a policy needs; what expands without end is refused. */
const MAX_ALIASES = 100;

/**
 * Reads a policy of JSON or YAML, of which JSON is a part.
 *
 * @throws {TracewrightError} INVALID_POLICY with the path, the line and the column of each fault
 */
export function parsePolicy(path: string, text: string, isJson: boolean): PolicyFile {
  const { LineCounter, parseAllDocuments } = loadLibrary<typeof Yaml>('yaml');
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const at: At = offset => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const document = onlyOne('empty' in documents ? [] : documents, at, isJson ? text : undefined);
  const policy = plainOf(document, at);
  const faults = checkAgainstSchema(policy);
  if (faults.length > 0) throw faultsError(faults, ({ steps, ofKey }) => at(offsetOf(document.contents, steps, ofKey)));
  return {
    policy: withoutSchema(policy),
    located: error => {
      const said = error.message.replace(/^\w+: /, '');
      return new TracewrightError(error.code, `${at(offsetOf(document.contents, stepsAtStart(said), false))}  ${said}`);
    },
  };
}

function onlyOne(documents: readonly Yaml.Document.Parsed[], at: At, json: string | undefined): Yaml.Document.Parsed {
  const [document, second] = documents;
  if (document === undefined || document.contents === null) throw invalid(`${at(0)}  the file holds no policy.`);
  // A tag that nobody knows is a warning: its value would be taken for text.
  const [fault] = [...document.errors, ...document.warnings];
  if (json !== undefined) refuseOtherThanJson(json, at, fault === undefined && second === undefined);
  if (fault !== undefined) throw invalid(`${at(fault.pos[0])}  ${fault.message}`);
  if (second !== undefined) throw invalid(`${at(second.range[0])}  a second document begins: a policy is one.`);
  return document;
}

/** YAML takes more than JSON has: comments, commas before brackets, text without quotes. */
function refuseOtherThanJson(text: string, at: At, isYaml: boolean): void {
  const fault = syntaxFault(text);
  if (fault === undefined) return;
  const { position, expected } = fault;
  const found =
    position < text.length ? `${JSON.stringify(text[position])} cannot stand here in JSON` : 'the JSON ends early';
  const hint = isYaml ? ' YAML takes it: name the file .yaml.' : '';
  throw invalid(`${at(position)}  ${found}; expected ${expected}.${hint}`);
}

function plainOf(document: Yaml.Document.Parsed, at: At): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw invalid(`${at(0)}  ${(error as Error).message}`);
  }
}

/** Where in the file the value stands, or its key; else the nearest that it has of those above it. */
export function offsetOf(contents: Yaml.Node | null, steps: PolicySteps, ofKey: boolean): number {
  const { isAlias, isMap, isSeq } = loadLibrary<typeof Yaml>('yaml');
  let node: unknown = contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of steps.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === String(step)) : undefined;
    const value: unknown = isSeq(node) ? node.items[Number(step)] : pair?.value;
    const isLast = index === steps.length - 1;
    offset = (isLast && ofKey ? startOf(pair?.key) : undefined) ?? startOf(value) ?? startOf(pair?.key) ?? offset;
    // What an alias stands for is told where the alias is.
    if (isAlias(value)) return offset;
    node = value;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Yaml.Node> | null | undefined)?.range?.[0];
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
