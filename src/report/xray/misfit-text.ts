import type { XRayMisfit } from '../../xray/verdict.ts';
import { plain, quote, shortId } from '../quote.ts';
import { list, wrapped } from '../rows.ts';
import { spanLabel } from '../span-label.ts';

/** Something that does not fit, numbered: what, where, the limit and what to do. */
export function misfitLines(misfit: XRayMisfit, number: number): string[] {
  const { said, fix } = textOf(misfit);
  const indent = ' '.repeat(`${number}. `.length);
  const [first = '', ...more] = wrapped(`${placeText(misfit)}${said}`);
  return [
    `${number}. ${first}`,
    ...more.map(line => `${indent}${line}`),
    ...wrapped(`Fix: ${fix}`).map(line => `${indent}${line}`),
  ];
}

/** What is marked at a span, in a few words. */
export function misfitMark(misfit: XRayMisfit): string {
  switch (misfit.kind) {
    case 'annotations':
      return 'too many annotations';
    case 'epoch':
      return 'links to a stale id';
    case 'document':
      return 'too large';
    case 'number':
      return 'dropped';
    case 'name-length':
    case 'name-characters':
      return 'its name';
    case 'keys-collide':
      return misfit.becomes;
    default:
      return misfit.attribute;
  }
}

function placeText({ spans }: XRayMisfit): string {
  const [first] = spans;
  if (first === undefined) return '';
  return `${spanLabel(first)}${spans.length === 1 ? '' : ` and ${spans.length - 1} more`}: `;
}

function textOf(misfit: XRayMisfit): { readonly said: string; readonly fix: string } {
  switch (misfit.kind) {
    case 'annotations':
      return {
        said: `The trace has ${number(misfit.count)} annotations. X-Ray indexes ${misfit.limit} of a trace, so some cannot be searched for.`,
        fix: 'index only the attributes that you search for.',
      };
    case 'annotation-key':
      return {
        said: `the key of annotation ${key(misfit.attribute)} has ${number(misfit.length)} characters. X-Ray takes ${misfit.limit}.`,
        fix: 'use a shorter key.',
      };
    case 'annotation-value':
      return {
        said: `the value of annotation ${key(misfit.attribute)} has ${number(misfit.length)} characters. X-Ray takes ${number(misfit.limit)}: ${quote(misfit.value, 40, misfit.attribute)}.`,
        fix: 'record a shorter value, or do not index it.',
      };
    case 'key-changed':
      return {
        said: `attribute ${key(misfit.attribute)} becomes annotation ${key(misfit.becomes)}: a key has only letters, digits, dots and "_".`,
        fix: 'rename the attribute.',
      };
    case 'keys-collide':
      return {
        said: `attributes ${list(misfit.attributes.map(key))} become one annotation, ${key(misfit.becomes)}. X-Ray gets one of the values.`,
        fix: 'rename one of them.',
      };
    case 'type':
      return {
        said: `attribute ${key(misfit.attribute)} is indexed and ${misfit.type}. The exporter drops it: an annotation is a text, a number or a boolean.`,
        fix: 'record one of these types, or do not index it.',
      };
    case 'number':
      return {
        said: `the exporter drops the span: ${key(misfit.path)} is NaN or infinite, which JSON does not have.`,
        fix: 'do not record such a number.',
      };
    case 'document':
      return {
        said: `the document has ${number(misfit.bytes)} bytes. X-Ray takes ${number(misfit.limit)}, and drops it.`,
        fix: 'record less on the span: shorter values, fewer exceptions or shorter stack traces.',
      };
    case 'name-length':
      return {
        said: `the name has ${number(misfit.length)} ${misfit.from === 'name' ? 'bytes' : 'characters'}. X-Ray takes ${misfit.limit}: ${quote(misfit.name, 40)}${fromText(misfit.from)}.`,
        fix: 'use a shorter name.',
      };
    case 'name-characters': {
      const became =
        misfit.becomes === undefined
          ? 'X-Ray does not take them'
          : `the exporter makes it ${quote(misfit.becomes, 60)}`;
      return {
        said: `the name ${quote(misfit.name, 60)}${fromText(misfit.from)} has characters that X-Ray does not know, ${quote(misfit.characters, 20)}: ${became}.`,
        fix: 'use letters, digits, blanks and _ . : / % & # = + - @ only.',
      };
    }
    case 'epoch': {
      const { traceId, epochMs, nowMs, spans } = misfit;
      const days = Math.abs(nowMs - epochMs) / 86_400_000;
      const off = `${days >= 1 ? `${number(Math.floor(days))} days` : `${number(Math.round(days * 1440))} minutes`} ${epochMs < nowMs ? 'before' : 'after'} the trace`;
      const whose = spans.length === 0 ? 'Trace id' : 'a link to trace id';
      return {
        said: `${whose} ${shortId(traceId)}... begins with ${new Date(epochMs).toISOString().slice(0, 10)}, ${off}. An exporter that validates timestamps takes ids of the last 28 days.`,
        fix: 'use the X-Ray id generator of the SDK, or a collector that does not validate, as newer releases do by default.',
      };
    }
  }
}

function fromText(from: string): string {
  return from === 'name' ? '' : ` (of ${from})`;
}

function key(text: string): string {
  return plain(text, 80);
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
