import { TracewrightError } from '../errors.ts';
import { isPlainObject, kindOf, suggestion } from '../misuse.ts';
import { formatBaggage } from '../propagation/formats/baggage.ts';
import type { PropagationFormat } from '../propagation/formats/format.ts';
import { SENT_FORMATS, type SentFormatName } from '../propagation/formats/formats.ts';

/**
 * The formats that were named, or given as objects.
 *
 * @throws {TracewrightError} INVALID_OPTION
 */
export function checkFormats(formats: unknown, where: string): readonly PropagationFormat[] {
  if (!Array.isArray(formats) || formats.length === 0) {
    throw invalid(`${where} option formats takes a list of at least one format; received ${kindOf(formats)}.`);
  }
  const checked = formats.map((format: unknown, index) => checkFormat(format, `${where} option formats[${index}]`));
  checkHeadersDiffer(checked, where);
  return checked;
}

/** One header cannot have the values of two formats. */
function checkHeadersDiffer(formats: readonly PropagationFormat[], where: string): void {
  const senders = new Map<string, string>();
  for (const { name, headers } of formats) {
    for (const header of headers.map(text => text.toLowerCase())) {
      const other = senders.get(header);
      if (other !== undefined && other !== name) {
        throw invalid(
          `${where} option formats has ${other} and ${name}, which both send ${header}. Leave one of them out.`,
        );
      }
      senders.set(header, name);
    }
  }
}

function checkFormat(format: unknown, path: string): PropagationFormat {
  if (isFormat(format)) return format;
  if (typeof format === 'string' && Object.hasOwn(SENT_FORMATS, format)) return SENT_FORMATS[format as SentFormatName];
  const names = Object.keys(SENT_FORMATS);
  if (typeof format === 'string') throw invalid(`${path} is ${JSON.stringify(format)}.${suggestion(format, names)}`);
  throw invalid(`${path} is ${kindOf(format)}; it takes ${names.join(', ')}, or an object with inject and extract.`);
}

function isFormat(value: unknown): value is PropagationFormat {
  const { inject, extract } = (value ?? {}) as { readonly inject?: unknown; readonly extract?: unknown };
  return typeof inject === 'function' && typeof extract === 'function';
}

/**
 * Baggage that a header can carry.
 *
 * @throws {TracewrightError} INVALID_OPTION
 */
export function checkBaggage(baggage: unknown): Readonly<Record<string, string>> {
  if (!isPlainObject(baggage)) {
    throw invalid(`capture() option baggage takes an object of texts by key; received ${kindOf(baggage)}.`);
  }
  for (const [key, value] of Object.entries(baggage)) {
    if (typeof value === 'string') continue;
    throw invalid(`capture() option baggage[${JSON.stringify(key)}] is ${kindOf(value)}; it takes a string.`);
  }
  const entries = baggage as Readonly<Record<string, string>>;
  try {
    formatBaggage(entries);
  } catch (error) {
    throw invalid(`capture() option baggage: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return entries;
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', text);
}
