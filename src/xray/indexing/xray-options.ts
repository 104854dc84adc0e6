import { TracewrightError } from '../../errors.ts';
import { checkOptions } from '../../misuse.ts';
import type { XRayIndexing } from '../../model/xray-indexing.ts';
import { checkIndexedAttributes } from './check-indexed.ts';
import { readCollectorConfig } from './collector-config.ts';

/** How traces become X-Ray's in production: either `indexedAttributes` or `collectorConfig`. */
export type XRayOptions =
  | {
      /**
       * The attributes that the collector indexes, by their keys, or `'all'`: its `indexed_attributes`, or
       * `index_all_attributes: true`. Resource attributes have the prefix `otel.resource.`. An empty array indexes none.
       */
      readonly indexedAttributes: 'all' | readonly string[];
      readonly collectorConfig?: undefined;
      readonly exporter?: undefined;
    }
  | {
      /**
       * The collector's configuration: a YAML or JSON file by its path or `file:` URL, its text (of several lines), or the
       * parsed object. The options `indexed_attributes`, `index_all_attributes` and `aws_log_groups` of its `awsxray` exporter
       * are read; `${env:NAME}` in them is what the test's own environment has.
       */
      readonly collectorConfig: string | URL | object;
      /** Which of several exporters in `collectorConfig` is meant, such as `awsxray/eu`. */
      readonly exporter?: string;
      readonly indexedAttributes?: undefined;
    };

const OPTIONS = ['indexedAttributes', 'collectorConfig', 'exporter'];

/**
 * Checks the option `xray` of `startReceiver`, and reads the configuration that it names.
 *
 * @throws {TracewrightError} INVALID_OPTION with the file and the place in it, UNKNOWN_OPTION
 */
export function planXRay(given: unknown, where: string): XRayIndexing {
  checkOptions(given, OPTIONS, where);
  const { indexedAttributes, collectorConfig, exporter } = given as XRayOptions;
  if ((indexedAttributes === undefined) === (collectorConfig === undefined)) {
    const both = indexedAttributes === undefined ? 'neither' : 'both';
    throw new TracewrightError(
      'INVALID_OPTION',
      `${where} takes indexedAttributes or collectorConfig; received ${both}.`,
    );
  }
  if (collectorConfig !== undefined) return readCollectorConfig(collectorConfig, exporter, where);
  if (exporter !== undefined) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${where} option exporter needs collectorConfig, which has exporters.`,
    );
  }
  return Object.freeze({
    indexedAttributes: checkIndexedAttributes(indexedAttributes, `${where} option indexedAttributes`),
    logGroups: [],
    source: 'startReceiver({ xray: { indexedAttributes } })',
  });
}
