import { type CollectorConfig, invalidConfig } from '../../config-file/collector-config.ts';
import type { Variables } from '../../config-file/expand-variables.ts';
import { TracewrightError } from '../../errors.ts';
import { isPlainObject, kindOf, suggestion } from '../../misuse.ts';
import { ConfigDraft } from './config-draft.ts';
import { type Delay, delaysOf } from './delays.ts';
import { isRemote, keepPipeline, pointExporters, type ReceiverUrls } from './exporters.ts';
import { moveExtensions, moveReceivers, type OtlpListener, type PortSource } from './listeners.ts';
import { isDefined, pipelinesOf, typeOf } from './pipelines.ts';

/** The configuration with which a collector is started. */
export interface DerivedConfig {
  /** YAML. */
  readonly text: string;
  /** What is not as it was given, one change a line. */
  readonly changes: string;
  readonly listeners: readonly OtlpListener[];
  readonly delays: readonly Delay[];
}

const SECTIONS = ['receivers', 'processors', 'exporters', 'connectors', 'extensions', 'service'];

/**
 * A copy of a configuration that takes spans on free ports of 127.0.0.1 and exports them to a receiver. Processors stay as
 * they are.
 *
 * @param pipeline the one traces pipeline under test; undefined for all
 * @throws {TracewrightError} INVALID_COLLECTOR_CONFIG, INVALID_OPTION
 */
export async function deriveConfig(
  config: CollectorConfig,
  {
    urls,
    variables,
    nextPort,
    pipeline,
  }: {
    readonly urls: ReceiverUrls;
    readonly variables: Variables;
    readonly nextPort: PortSource;
    readonly pipeline: string | undefined;
  },
): Promise<DerivedConfig> {
  checkSections(config);
  checkPipelines(config, pipeline);
  const draft = new ConfigDraft(config);
  if (pipeline !== undefined) keepPipeline(draft, pipeline);
  const listeners = await moveReceivers(draft, nextPort);
  pointExporters(draft, urls);
  await moveExtensions(draft, nextPort);
  const delays = delaysOf(draft.get([]), variables);
  return { text: draft.toString(), changes: draft.changes.join('\n'), listeners, delays };
}

function checkSections({ name, data, place }: CollectorConfig): void {
  const wrong = SECTIONS.find(
    section => data[section] !== undefined && data[section] !== null && !isPlainObject(data[section]),
  );
  if (wrong === undefined) return;
  const isReference = /^\$\{/.test(String(data[wrong]));
  throw invalidConfig(
    `${place([wrong])}  ${wrong} is ${isReference ? `"${String(data[wrong])}"` : kindOf(data[wrong])}; it must be a mapping.${
      isReference ? ` startCollector() cannot read what stands elsewhere: write it into ${name}.` : ''
    }`,
  );
}

/** What the collector itself would not refuse, and a test could only wait for in vain. */
function checkPipelines({ data, place }: CollectorConfig, chosen: string | undefined): void {
  const all = pipelinesOf(data);
  const traces = all.filter(({ signal }) => signal === 'traces');
  const at = place(['service', 'pipelines']);
  if (traces.length === 0) {
    const others = all.map(({ id }) => id);
    throw invalidConfig(
      `${at}  there is no traces pipeline${others.length === 0 ? '' : ` (pipelines: ${others.join(', ')})`}: no span could come through.`,
    );
  }
  if (chosen !== undefined && !traces.some(({ id }) => id === chosen)) {
    const ids = traces.map(({ id }) => id);
    throw new TracewrightError(
      'INVALID_OPTION',
      `startCollector() option pipeline is ${kindOf(chosen)}, which is no traces pipeline of this configuration.${suggestion(chosen, ids)}`,
    );
  }
  const receivers = traces.flatMap(each => each.receivers);
  if (!receivers.some(id => typeOf(id) === 'otlp')) {
    throw invalidConfig(
      `${at}  no traces pipeline has an OTLP receiver (receivers: ${list(receivers)}): a test could not send spans in. Add the receiver otlp.`,
    );
  }
  const judged = chosen === undefined ? traces : traces.filter(({ id }) => id === chosen);
  const exporters = judged.flatMap(each => each.exporters);
  const isUndefined = exporters.some(id => !isDefined(data, 'exporters', id) && !isDefined(data, 'connectors', id));
  // The collector names what is not defined.
  if (isUndefined || exporters.some(id => isRemote(data, id))) return;
  throw invalidConfig(
    `${at}  no traces pipeline has an OTLP exporter, or another one that could be pointed at the receiver (exporters: ${list(exporters)}): no span would arrive. Add the exporter otlphttp.`,
  );
}

function list(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : [...new Set(ids)].join(', ');
}
