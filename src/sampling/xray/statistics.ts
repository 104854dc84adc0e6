/** What a sampler reports of a rule: the counts since its report before. */
export interface XRayStatistics {
  readonly rule: string;
  /** The id that the sampler gave itself. */
  readonly client: string;
  /** Requests that the rule matched. */
  readonly requests: number;
  readonly sampled: number;
  /** Those that were sampled before the sampler had a quota. */
  readonly borrowed: number;
  /** When the report arrived, in milliseconds since the epoch. */
  readonly atMs: number;
}

/** All reports of a rule together. */
export interface XRayTotals {
  readonly rule: string;
  readonly clients: number;
  readonly requests: number;
  readonly sampled: number;
  readonly borrowed: number;
}

/** Reads the statistics documents of a request to SamplingTargets, or says what is wrong with them. */
export function readStatistics(body: string, atMs: number): readonly XRayStatistics[] | string {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return 'the body is not JSON';
  }
  if (typeof given !== 'object' || given === null) return 'the body is not a JSON object';
  // Java's sampler leaves the list out when it has nothing to report.
  const { SamplingStatisticsDocuments: documents = [] } = given as { SamplingStatisticsDocuments?: unknown };
  if (!Array.isArray(documents)) return 'SamplingStatisticsDocuments is not an array';
  const read: XRayStatistics[] = [];
  for (const [index, document] of documents.entries()) {
    const where = `SamplingStatisticsDocuments[${index}]`;
    if (typeof document !== 'object' || document === null) return `${where} is not an object`;
    const { RuleName, ClientID, RequestCount, SampledCount, BorrowCount = 0 } = document as Record<string, unknown>;
    if (typeof RuleName !== 'string' || RuleName === '') return `${where} has no RuleName`;
    if (typeof ClientID !== 'string' || ClientID === '') return `${where} has no ClientID`;
    if (!isCount(RequestCount) || !isCount(SampledCount) || !isCount(BorrowCount))
      return `${where} has a count that is not a whole number`;
    read.push(
      Object.freeze({
        rule: RuleName,
        client: ClientID,
        requests: RequestCount,
        sampled: SampledCount,
        borrowed: BorrowCount,
        atMs,
      }),
    );
  }
  return read;
}

/** The totals of each rule, in the order in which the rules were first reported. */
export function totalsOf(statistics: readonly XRayStatistics[]): readonly XRayTotals[] {
  return [...new Set(statistics.map(({ rule }) => rule))].map(rule => {
    const own = statistics.filter(report => report.rule === rule);
    const sum = (read: (report: XRayStatistics) => number): number =>
      own.reduce((total, report) => total + read(report), 0);
    return Object.freeze({
      rule,
      clients: new Set(own.map(({ client }) => client)).size,
      requests: sum(({ requests }) => requests),
      sampled: sum(({ sampled }) => sampled),
      borrowed: sum(({ borrowed }) => borrowed),
    });
  });
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
