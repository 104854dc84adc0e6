/** Where a span stood in what its exporter sent. Exporters of SDKs send spans in the order in which they ended. */
export interface ExportPlace {
  /** Requests that one exporter is known to have sent one after the other. */
  readonly stream: number;
  /** Later requests have larger numbers. */
  readonly request: number;
  /** The ScopeSpans within the request: an exporter groups spans by scope, and keeps the order only within each group. */
  readonly group: number;
  /** The place among the spans of the group. */
  readonly at: number;
}

/** Tells where a span stood; undefined where that is not known, as in a file. */
export type ExportPlaceOf = (index: number) => ExportPlace | undefined;

/** Whether the exporter of both sent `a` before `b`, which shows that `a` ended first. */
export function isExportedBefore(a: ExportPlace | undefined, b: ExportPlace | undefined): boolean {
  if (a === undefined || b === undefined || a.stream !== b.stream) return false;
  return a.request === b.request ? a.group === b.group && a.at < b.at : a.request < b.request;
}
