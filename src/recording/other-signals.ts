/** A signal of OTLP that is not traces. */
export type OtherSignal = 'logs' | 'metrics' | 'profiles';

/** How much a file holds of one signal. */
export interface SignalCount {
  /** Lines: objects at top level, each of which is one request of an exporter. */
  readonly lines: number;
  /** Log records, data points of metrics, or profiles. */
  readonly records: number;
}

/** What a file holds besides traces. It is counted, and not read. */
export type OtherSignals = Readonly<Record<OtherSignal, SignalCount>>;

/** The signals by the name of their list, and the lists within it that lead to the records. */
const SIGNALS: Readonly<Record<string, { readonly signal: OtherSignal; readonly lists: readonly string[] }>> = {
  resourceLogs: { signal: 'logs', lists: ['scopeLogs', 'logRecords'] },
  resourceMetrics: { signal: 'metrics', lists: ['scopeMetrics', 'metrics', 'dataPoints'] },
  resourceProfiles: { signal: 'profiles', lists: ['scopeProfiles', 'profiles'] },
};

/** The kinds of data of a metric, which hold the data points. */
const METRIC_DATA: readonly string[] = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

/** The names of the lists that other signals are in. */
export const OTHER_SIGNAL_LISTS: readonly string[] = Object.keys(SIGNALS);

/** Counts what a file holds of other signals. */
export class OtherSignalCounts {
  readonly #counts = new Map<OtherSignal, { lines: number; records: number }>();

  /** Whether a list of this name holds another signal. */
  static holds(key: string): boolean {
    return Object.hasOwn(SIGNALS, key);
  }

  /** An object at top level that has a list of this name. */
  addLine(key: string): void {
    const known = SIGNALS[key];
    if (known !== undefined) this.#of(known.signal).lines++;
  }

  /** An element of such a list, parsed. */
  addElement(key: string, element: unknown): void {
    const known = SIGNALS[key];
    if (known !== undefined) this.#of(known.signal).records += countIn(element, known.lists);
  }

  get counts(): OtherSignals {
    const of = (signal: OtherSignal): SignalCount =>
      Object.freeze({ lines: 0, records: 0, ...this.#counts.get(signal) });
    return Object.freeze({ logs: of('logs'), metrics: of('metrics'), profiles: of('profiles') });
  }

  #of(signal: OtherSignal): { lines: number; records: number } {
    const known = this.#counts.get(signal) ?? { lines: 0, records: 0 };
    this.#counts.set(signal, known);
    return known;
  }
}

/** How many elements the innermost of these lists have. What is not as OTLP has it counts as none. */
function countIn(value: unknown, lists: readonly string[]): number {
  const [list, ...inner] = lists;
  if (list === undefined) return 1;
  if (typeof value !== 'object' || value === null) return 0;
  if (list === 'dataPoints') {
    return METRIC_DATA.reduce((sum, kind) => sum + countList((value as Record<string, unknown>)[kind], list, inner), 0);
  }
  return countList(value, list, inner);
}

function countList(value: unknown, list: string, inner: readonly string[]): number {
  const elements: unknown = (value as Record<string, unknown> | null | undefined)?.[list];
  return Array.isArray(elements) ? elements.reduce((sum: number, element) => sum + countIn(element, inner), 0) : 0;
}
