import type { XRayElsewhere, XRayFieldVerdict } from '../../xray/verdict.ts';
import { renamedText } from '../hint-text.ts';
import { page, type Style } from '../page.ts';
import { plain } from '../quote.ts';
import { alignRows, type Row } from '../rows.ts';
import { spanName } from '../span-label.ts';
import { valueText } from '../value-text.ts';
import { indexedText } from './indexed-text.ts';

const MAX_KEYS = 8;

/** Why `toHaveXRayAnnotation` or `toHaveXRayMetadata`, or its negation, does not hold. */
export function xrayFieldText(verdict: XRayFieldVerdict, style: Style): string {
  const { span, place, key, xrayKey, expected, unknown, renamed, elsewhere } = verdict;
  const { negated, palette } = style;
  const value = expected === undefined ? '' : ` = ${valueText(expected.value, key)}`;
  const was = xrayKey === key ? '' : ` (what X-Ray calls ${plain(key, 80)})`;
  const rows: Row[] = [
    [
      negated ? `Expected ${spanName(span)} not to have:` : `Expected on ${spanName(span)}:`,
      palette.expected(`${place} ${plain(xrayKey, 80)}${value}${was}`),
    ],
    ['Received:', palette.received(receivedText(verdict))],
  ];
  const isLost = unknown === 'dropped';
  if (isLost) rows.push(['Missing:', `${verdict.dropped} of its attributes, dropped by its SDK`]);
  if (verdict.actual === undefined)
    rows.push([place === 'annotation' ? 'Annotations:' : 'Metadata:', keysText(verdict.keys)]);
  rows.push(['Indexed:', indexedText(verdict.indexing)]);
  const head =
    isLost && negated
      ? [`INCOMPLETE: ${spanName(span)} has no such ${place}, but its SDK dropped attributes: this may be one of them.`]
      : [];
  const hints = [
    ...(verdict.outcome === 'pass' ? [] : fixLines(verdict, elsewhere)),
    ...(renamed === undefined ? [] : [`Hint: ${renamedText(renamed)}`]),
  ];
  const marks = new Map([[span, verdict.outcome === 'pass' ? 'has it' : 'this span']]);
  return page([head, alignRows(rows)], { traces: [span.trace], marks }, hints, style);
}

function receivedText({ place, key, xrayKey, actual, elsewhere, renamed }: XRayFieldVerdict): string {
  if (actual !== undefined) return `${place} ${plain(xrayKey, 80)} = ${valueText(actual.value, key)}`;
  const other = renamed === undefined ? '' : `; ${renamed.found} = ${valueText(renamed.value, renamed.found)}`;
  return `no such ${place}${elsewhere === undefined ? '' : `: ${elsewhereText(elsewhere, key)}`}${other}`;
}

function elsewhereText(elsewhere: XRayElsewhere, key: string): string {
  switch (elsewhere.kind) {
    case 'annotation':
      return `it is an annotation, ${plain(elsewhere.key, 80)} = ${valueText(elsewhere.value, key)}`;
    case 'metadata':
      return `it is metadata, ${plain(elsewhere.key, 80)} = ${valueText(elsewhere.value, elsewhere.key)}`;
    case 'member':
      return `the exporter puts it into ${elsewhere.path}`;
    case 'taken':
      return 'the exporter removes it from this document';
    case 'type':
      return `the exporter drops it, because it is ${elsewhere.type}`;
    case 'resource':
      return elsewhere.isSubsegment
        ? 'it is an attribute of the resource, which subsegments do not have'
        : `it is an attribute of the resource, which X-Ray calls ${plain(elsewhere.key, 80)}`;
    case 'dots':
      return `its key is ${plain(elsewhere.key, 80)}`;
    case 'no-document':
      return `the exporter drops the span, because ${plain(elsewhere.path, 80)} is not a number that JSON has`;
  }
}

/** What to change, where that is certain. */
function fixLines({ place, key }: XRayFieldVerdict, elsewhere: XRayElsewhere | undefined): string[] {
  const isMetadata = elsewhere?.kind === 'metadata';
  const shown = plain(isMetadata ? elsewhere.key : key, 80);
  const index = `add "${shown}" to indexed_attributes of the exporter, and to the option xray of the receiver`;
  switch (elsewhere?.kind) {
    case 'metadata':
      return [`Hint: metadata cannot be searched for. It is not indexed.`, `Fix: ${index}.`];
    case 'annotation':
      return [`Hint: it is indexed: toHaveXRayAnnotation(${JSON.stringify(shown)}) holds.`];
    case 'member':
      return elsewhere.path === 'user' || place === 'metadata'
        ? []
        : [`Fix: to search for it as an annotation too, ${index}.`];
    case 'taken':
      return place === 'metadata' ? [] : [`Fix: ${index}.`];
    case 'type':
      return ['Fix: record a text, a number or a boolean, or do not index it.'];
    case 'resource':
      return elsewhere.isSubsegment
        ? ['Fix: look at the segment of the service: its SERVER span, or the root.']
        : [`Fix: use the key "${plain(elsewhere.key, 80)}".`];
    case 'dots':
      return ['Hint: the exporter keeps dots since release 0.97; before that, it wrote "_".'];
    case 'no-document':
      return ['Fix: do not record NaN or Infinity.'];
    default:
      return [];
  }
}

function keysText(keys: readonly string[]): string {
  if (keys.length === 0) return 'none';
  const shown = keys.slice(0, MAX_KEYS).map(key => plain(key, 60));
  return `${shown.join(', ')}${keys.length > MAX_KEYS ? `, ... ${keys.length - MAX_KEYS} more` : ''}`;
}
