import { numberMarks } from '../pii/masking/marks.ts';
import type {
  NormalisedAttributes,
  NormalisedLink,
  NormalisedResource,
  NormalisedSpan,
  NormalisedTrace,
} from '../query/normalised-trace.ts';
import { keyText, normalisedValueText } from './normalised-value-text.ts';

/** Deeper than this the text goes no further to the right, and gives the depth as a number. */
const MAX_INDENT = 16;

/**
 * What a trace snapshot stores: a line for each span, children indented below it, each attribute on a line of its own.
 *
 * Whatever changes, changes the line on which it stands, and no other: nothing is aligned, and only spans that links
 * lead to have numbers.
 */
export function traceSnapshotText({ traces, resources }: NormalisedTrace): string {
  const head = traces.length > 1 ? ['trace'] : [];
  const trees = traces.map(spans => [...head, ...spans.flatMap(spanLines)].join('\n'));
  return numberMarks([...trees, ...resources.flatMap(resourceText)].join('\n\n'));
}

function spanLines(span: NormalisedSpan): string[] {
  const indent = '  '.repeat(Math.min(span.depth, MAX_INDENT));
  const attributes = attributeLines(span.attributes);
  const events = span.events.flatMap(event => [
    `event ${normalisedValueText(event.name)}`,
    ...attributeLines(event.attributes).map(line => `  ${line}`),
  ]);
  const below = [...attributes, ...events, ...span.links.flatMap(linkLines)];
  return [`${indent}${headOf(span)}`, ...below.map(line => `${indent}    ${line}`)];
}

/** `orders SERVER "POST /orders" by @opentelemetry/instrumentation-http, ERROR "timeout" #1` */
function headOf({ service, kind, name, scope, status, id, depth, isOrphan }: NormalisedSpan): string {
  const deep = depth > MAX_INDENT ? `[${depth} deep] ` : '';
  const orphan = isOrphan ? '(parent missing) ' : '';
  const by = scope === '' ? '' : ` by ${keyText(scope)}`;
  const message = status === undefined || status.message === '' ? '' : ` ${normalisedValueText(status.message)}`;
  const ended = status === undefined ? '' : `, ${status.code}${message}`;
  const number = id === undefined ? '' : ` #${id}`;
  return `${deep}${orphan}${keyText(service)} ${kind} ${normalisedValueText(name)}${by}${ended}${number}`;
}

function attributeLines({ entries }: NormalisedAttributes): string[] {
  return entries.map(([key, value]) => `${keyText(key)} = ${normalisedValueText(value, key)}`);
}

function linkLines({ target, attributes }: NormalisedLink): string[] {
  return [`link to ${targetText(target)}`, ...attributeLines(attributes).map(line => `  ${line}`)];
}

function targetText(target: NormalisedLink['target']): string {
  switch (target.kind) {
    case 'span':
      return `#${target.id}`;
    case 'other-trace':
      return `${keyText(target.service)} ${normalisedValueText(target.name)} of another trace`;
    case 'unknown':
      return target.sameTrace ? 'a span that is not here' : 'another trace';
  }
}

function resourceText({ service, attributes }: NormalisedResource): string[] {
  if (attributes.entries.length === 0) return [];
  return [[`resource of ${keyText(service)}`, ...attributeLines(attributes).map(line => `    ${line}`)].join('\n')];
}
