/** What the collector's `awsxray` exporter makes of attributes, as `startReceiver({ xray })` was told. */
export interface XRayIndexing {
  /** The attributes that become annotations, by their keys (resource attributes as `otel.resource.<key>`), or all. */
  readonly indexedAttributes: 'all' | readonly string[];
  /** The log groups of spans whose resource names none: `aws_log_groups`. */
  readonly logGroups: readonly string[];
  /** Where that was read: `startReceiver({ xray: { indexedAttributes } })`, or the exporter and the file. */
  readonly source: string;
}

/** What the exporter does when it is told nothing: it indexes no attribute. */
export const NOTHING_INDEXED: XRayIndexing = {
  indexedAttributes: [],
  logGroups: [],
  source: "the exporter's defaults",
};
