import type * as Yaml from 'yaml';
import { TracewrightError } from '../errors.ts';
import { loadLibrary } from '../load-library.ts';
import { syntaxFault } from '../model/json-syntax-fault.ts';
import type { ConfigFault, ConfigKind } from './config-kind.ts';
import { type ConfigSteps, stepsAtStart } from './config-path.ts';

/** A document as a file has it, and where in the file what stands. */
export interface ConfigFile {
  readonly document: unknown;
  /** The same error, with the line of what it is about. */
  located(error: TracewrightError): TracewrightError;
}

/** Where a fault is, and how it is told. */
interface Source {
  readonly kind: ConfigKind;
  /** `policy.yaml:7:5`, of an offset. */
  readonly at: (offset: number) => string;
}

const MAX_FAULTS = 10;
/** More aliases than a document needs; what expands without end is refused. */
const MAX_ALIASES = 100;

/**
 * Reads a document of JSON or YAML, of which JSON is a part.
 *
 * @throws {TracewrightError} of the kind's code, with the path, the line and the column of each fault
 */
export function parseConfig(kind: ConfigKind, path: string, text: string, isJson: boolean): ConfigFile {
  const { LineCounter, parseAllDocuments } = loadLibrary<typeof Yaml>('yaml');
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const source = { kind, at };
  const { contents, plain } = onlyOne('empty' in documents ? [] : documents, source, isJson ? text : undefined);
  const faults = kind.check(plain);
  const placeOf = (steps: ConfigSteps, ofKey = false) => at(offsetOf(contents, steps, ofKey));
  if (faults.length > 0) throw faultsError(kind, faults, ({ steps, ofKey }) => placeOf(steps, ofKey));
  return {
    document: withoutSchema(plain),
    located: error => {
      const said = error.message.replace(/^\w+: /, '');
      return new TracewrightError(error.code, `${placeOf(stepsAtStart(kind.noun, said))}  ${said}`);
    },
  };
}

/** The only document, as YAML's nodes and as plain data. */
function onlyOne(
  documents: readonly Yaml.Document.Parsed[],
  source: Source,
  json: string | undefined,
): { readonly contents: Yaml.Node | null; readonly plain: unknown } {
  const { kind, at } = source;
  const [document, second] = documents;
  if (document === undefined || document.contents === null)
    throw invalid(kind, `${at(0)}  the file holds no ${kind.noun}.`);
  // A tag that nobody knows is a warning: its value would be taken for text.
  const [fault] = [...document.errors, ...document.warnings];
  if (json !== undefined) refuseOtherThanJson(json, source, fault === undefined && second === undefined);
  if (fault !== undefined) throw invalid(kind, `${at(fault.pos[0])}  ${fault.message}`);
  if (second !== undefined)
    throw invalid(kind, `${at(second.range[0])}  a second document begins: a ${kind.noun} is one.`);
  try {
    return { contents: document.contents, plain: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    throw invalid(kind, `${at(0)}  ${(error as Error).message}`);
  }
}

/** YAML takes more than JSON has: comments, commas before brackets, text without quotes. */
function refuseOtherThanJson(text: string, { kind, at }: Source, isYaml: boolean): void {
  const fault = syntaxFault(text);
  if (fault === undefined) return;
  const { position, expected } = fault;
  const found =
    position < text.length ? `${JSON.stringify(text[position])} cannot stand here in JSON` : 'the JSON ends early';
  const hint = isYaml ? ' YAML takes it: name the file .yaml.' : '';
  throw invalid(kind, `${at(position)}  ${found}; expected ${expected}.${hint}`);
}

/** Where in the file the value stands, or its key; else the nearest that it has of those above it. */
export function offsetOf(contents: Yaml.Node | null, steps: ConfigSteps, ofKey: boolean): number {
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

/** Several faults as one error, each on a line of its own, behind its place where it has one. */
export function faultsError(
  kind: ConfigKind,
  faults: readonly ConfigFault[],
  placeOf?: (fault: ConfigFault) => string,
): TracewrightError {
  const lines = faults
    .slice(0, MAX_FAULTS)
    .map(fault => (placeOf === undefined ? fault.text : `${placeOf(fault)}  ${fault.text}`));
  const rest = faults.length - lines.length;
  return invalid(kind, [...lines, ...(rest > 0 ? [`... and ${rest} more`] : [])].join('\n'));
}

/** The member by which editors find the schema. */
function withoutSchema(document: unknown): unknown {
  const { $schema: _, ...rest } = document as { readonly $schema?: string };
  return rest;
}

function invalid({ code }: ConfigKind, text: string): TracewrightError {
  return new TracewrightError(code, text);
}
