import { numberMarks } from '../../pii/masking/marks.ts';
import { plain } from '../quote.ts';
import { alignRows, count, type Row } from '../rows.ts';

/** As much of a service map as its text tells. */
export interface DrawnMap {
  readonly edges: readonly {
    readonly from: { readonly name: string };
    readonly to: { readonly name: string; readonly type: string };
    readonly requests: number;
    readonly errors: number;
    readonly faults: number;
    readonly throttles: number;
  }[];
  readonly unattached: readonly string[];
}

const MAX_NAME = 60;

/** A line for each arrow: `client -> gateway (AWS::ECS::Fargate)   3 requests, 1 fault`. */
export function serviceMapText({ edges, unattached }: DrawnMap): string {
  const rows = edges.map(({ from, to, ...calls }): Row => {
    const type = to.type === 'service' ? '' : ` (${plain(to.type, MAX_NAME)})`;
    return [`${plain(from.name, MAX_NAME)} -> ${plain(to.name, MAX_NAME)}${type}`, callsText(calls)];
  });
  const lines = rows.length === 0 ? ['X-Ray draws nothing of this trace.'] : alignRows(rows);
  const rest =
    unattached.length === 0
      ? []
      : [`${count(unattached.length, 'subsegment')} without a segment: X-Ray draws nothing of them.`];
  return numberMarks([...lines, ...rest].join('\n'));
}

function callsText(calls: { requests: number; errors: number; faults: number; throttles: number }): string {
  const { requests, errors, faults, throttles } = calls;
  const ends = [
    [errors, 'error'],
    [faults, 'fault'],
    [throttles, 'throttle'],
  ] as const;
  const some = ends.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun));
  return [count(requests, 'request'), ...some].join(', ');
}
