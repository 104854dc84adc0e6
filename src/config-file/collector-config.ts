import type * as Yaml from 'yaml';
import { TracewrightError } from '../errors.ts';
import { loadLibrary } from '../load-library.ts';
import { isPlainObject } from '../misuse.ts';
import { offsetOf } from './parse-config.ts';

/** Where in a configuration something stands: `['processors', 'batch', 'timeout']`. */
export type Steps = readonly (string | number)[];

/** A configuration of a collector, as it was given. */
export interface CollectorConfig {
  /** The path of its file, or what it was given as; for messages. */
  readonly name: string;
  readonly text: string;
  /** Aliases and merges are resolved; `${env:X}` stands as it is. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly hasAliases: boolean;
  /** `collector.yaml:7:3`, of the nearest that there is. */
  place(steps: Steps): string;
}

/**
 * Reads the YAML of a configuration, of which JSON is a part.
 *
 * @throws {TracewrightError} INVALID_COLLECTOR_CONFIG with the place
 */
export function readCollectorConfig(text: string, name: string): CollectorConfig {
  const { LineCounter, parseAllDocuments, visit } = loadLibrary<typeof Yaml>('yaml');
  const lines = new LineCounter();
  // Merges are of YAML 1.1; the collector knows them.
  const all = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [document, second] = 'empty' in all ? [] : all;
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  if (document === undefined || document.contents === null) throw invalidConfig(`${name} holds no configuration.`);
  const [fault] = document.errors;
  if (fault !== undefined) throw invalidConfig(`${at(fault.pos[0])}  ${fault.message}`);
  if (second !== undefined) throw invalidConfig(`${at(second.range[0])}  a second YAML document begins here.`);
  const data = plainOf(document, at);
  if (!isPlainObject(data)) {
    throw invalidConfig(`${at(0)}  a configuration is a mapping with receivers, exporters and service.`);
  }
  let hasAliases = false;
  visit(document, {
    Alias: () => {
      hasAliases = true;
      return visit.BREAK;
    },
  });
  return { name, text, data, hasAliases, place: steps => at(offsetOf(document.contents, [...steps], true)) };

  function plainOf(given: Yaml.Document.Parsed, where: typeof at): unknown {
    try {
      return given.toJS();
    } catch (error) {
      throw invalidConfig(`${where(0)}  ${(error as Error).message}`);
    }
  }
}

/** A configuration that cannot be used; `text` begins with the place, where there is one. */
export function invalidConfig(text: string): TracewrightError {
  return new TracewrightError('INVALID_COLLECTOR_CONFIG', text);
}
