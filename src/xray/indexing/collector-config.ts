import type * as Yaml from 'yaml';
import type { CollectorConfig } from '../../config-file/collector-config.ts';
import { readConfigSource } from '../../config-file/collector-config-source.ts';
import { expandVariables } from '../../config-file/expand-variables.ts';
import { TracewrightError } from '../../errors.ts';
import { loadLibrary } from '../../load-library.ts';
import { isPlainObject, kindOf, suggestion } from '../../misuse.ts';
import type { XRayIndexing } from '../../model/xray-indexing.ts';
import { editDistance } from '../../nearest-name.ts';
import { checkLogGroups } from './check-indexed.ts';

/** The exporter's options that are read. */
type Option = 'indexed_attributes' | 'index_all_attributes' | 'aws_log_groups';

/**
 * What the `awsxray` exporter of a collector's configuration indexes.
 *
 * @param given a path, a `file:` URL, YAML text, or the parsed configuration
 * @param wanted the exporter's id, where there are several
 * @throws {TracewrightError} INVALID_OPTION, and INVALID_COLLECTOR_CONFIG, with the file and the place in it
 */
export function readCollectorConfig(given: unknown, wanted: string | undefined, where: string): XRayIndexing {
  const file = readConfigSource(given, `${where} option collectorConfig`);
  const exporters = sectionAt(file, ['exporters']);
  const id = exporterId(file, exporters, wanted, where);
  const options = exporters[id] ?? {};
  const at = `exporters.${id}`;
  if (!isPlainObject(options)) throw invalid(`${file.name}: ${at} must be a map of options; it is ${kindOf(options)}.`);
  refuseMisspelt(options, `${file.name}: ${at}`);
  const read = (option: Option): unknown => expanded(options[option], `${file.name}: ${at}.${option}`);
  const place = (option: Option): string => `${file.name}: ${at}.${option}`;
  const all = read('index_all_attributes') ?? false;
  if (typeof all !== 'boolean')
    throw invalid(`${place('index_all_attributes')} must be true or false; it is ${kindOf(all)}.`);
  const listed = listOf(read('indexed_attributes'), place('indexed_attributes'));
  const logGroups = listOf(read('aws_log_groups'), place('aws_log_groups'));
  return Object.freeze({
    indexedAttributes: all ? 'all' : listed,
    logGroups,
    source: `exporter ${id} of ${file.name}`,
  });
}

const OPTIONS: readonly Option[] = ['indexed_attributes', 'index_all_attributes', 'aws_log_groups'];
/** `indexed_attribute`, `index_all_attribute`, `aws_loggroups`. */
const TYPO = 3;

/** The exporter has many options, which differ by its release. So only those are refused that look like one that is read. */
function refuseMisspelt(options: object, place: string): void {
  for (const key of Object.keys(options)) {
    const meant = OPTIONS.find(option => option !== key && editDistance(key.toLowerCase(), option) <= TYPO);
    if (meant === undefined || OPTIONS.some(option => option === key)) continue;
    throw invalid(`${place} has the option ${JSON.stringify(key)}. Did you mean ${JSON.stringify(meant)}?`);
  }
}

function sectionAt({ name, data }: CollectorConfig, steps: readonly string[]): Readonly<Record<string, unknown>> {
  let section: unknown = data;
  for (const step of steps) section = isPlainObject(section) ? section[step] : undefined;
  if (isPlainObject(section)) return section;
  const what = section === undefined || section === null ? 'is missing' : `is ${kindOf(section)}`;
  throw invalid(`${name}: ${steps.join('.')} ${what}. It must be the configuration of an OpenTelemetry collector.`);
}

/** The exporter that was asked for, the only one, or of several the only one that a pipeline of traces sends to. */
function exporterId(
  file: CollectorConfig,
  exporters: Readonly<Record<string, unknown>>,
  wanted: string | undefined,
  where: string,
): string {
  const ids = Object.keys(exporters).filter(isXRay);
  if (wanted !== undefined) {
    if (typeof wanted !== 'string')
      throw invalid(`${where} option exporter must be an id; received ${kindOf(wanted)}.`);
    if (ids.includes(wanted)) return wanted;
    throw invalid(`${file.name} has no awsxray exporter ${JSON.stringify(wanted)}.${suggestion(wanted, ids)}`);
  }
  const [first, second] = ids;
  if (first === undefined) {
    const others = Object.keys(exporters);
    const has = others.length === 0 ? 'none' : others.join(', ');
    throw invalid(`${file.name} has no awsxray exporter. Its exporters: ${has}.`);
  }
  if (second === undefined) return first;
  const [used, other] = ids.filter(id => exportersOfTraces(file).has(id));
  if (used !== undefined && other === undefined) return used;
  throw invalid(
    `${file.name} has ${ids.length} awsxray exporters: ${ids.join(', ')}. Say which one is meant: { collectorConfig, exporter: ${JSON.stringify(first)} }.`,
  );
}

function isXRay(id: string): boolean {
  return id.trim() === 'awsxray' || /^awsxray\s*\//.test(id.trim());
}

function exportersOfTraces({ data: { service } }: CollectorConfig): ReadonlySet<unknown> {
  const pipelines = isPlainObject(service) ? service.pipelines : undefined;
  const ofTraces = Object.entries(isPlainObject(pipelines) ? pipelines : {}).filter(([id]) => /^traces(\/|$)/.test(id));
  return new Set(
    ofTraces.flatMap(([, pipeline]): unknown[] => {
      const exporters = isPlainObject(pipeline) ? pipeline.exporters : undefined;
      return Array.isArray(exporters) ? exporters : [];
    }),
  );
}

/** An option's value with the environment in it. What is one reference and nothing else is YAML, as for the collector. */
function expanded(value: unknown, where: string): unknown {
  if (Array.isArray(value)) return value.map((one: unknown, index) => expanded(one, `${where}[${index}]`));
  if (typeof value !== 'string') return value;
  const text = expandVariables(value, process.env, ({ reference, variable }) => {
    const why =
      variable === undefined
        ? `Only environment variables are supported: \${env:NAME}. Pass the parsed configuration as an object, with the value in it.`
        : `It is not set in the test's environment. Set it, or write a default: \${env:${variable}:-...}.`;
    throw invalid(`${where} is read from \${${reference}}. ${why}`);
  });
  if (!/^\$\{[^{}]*\}$/.test(value)) return text;
  const document = loadLibrary<typeof Yaml>('yaml').parseDocument(text, { prettyErrors: false });
  return document.errors.length > 0 ? text : document.toJS();
}

/** A list of texts. The collector takes one text with commas for a list, too. */
function listOf(value: unknown, where: string): readonly string[] {
  if (value === undefined || value === null || value === '') return Object.freeze([]);
  return checkLogGroupsOrKeys(typeof value === 'string' ? value.split(',') : value, where);
}

function checkLogGroupsOrKeys(value: unknown, where: string): readonly string[] {
  if (Array.isArray(value)) return checkLogGroups(value, where);
  throw invalid(`${where} must be a list of texts; it is ${kindOf(value)}.`);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', text);
}
