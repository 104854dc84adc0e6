import { TracewrightError } from '../errors.ts';
import { syntaxFault } from '../model/json-syntax-fault.ts';
import type { DecodedTraces } from '../otlp/decoded-traces.ts';
import { describeFault, malformed, type Place, placeIn } from './faults.ts';

/** A value of a file that a decoder takes: JSON that nobody has parsed yet. */
export interface Fragment {
  readonly bytes: Buffer;
  readonly place: Place;
  /** Its path in the document: `data[3]`; empty for a value at top level. */
  readonly path: string;
}

/** Decodes a body that is an object with one list. */
export interface ListDecoder {
  readonly key: string;
  decode(body: Uint8Array): DecodedTraces;
}

const PREFIX = 'MALFORMED_JSON: ';

/** Decodes fragments as the elements of a list; what is wrong with one is told with its place in the file. */
export function decodePieces(file: string, fragments: readonly Fragment[], decoder: ListDecoder): DecodedTraces {
  const { key } = decoder;
  const separated = fragments.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [Buffer.from(','), bytes]));
  try {
    return decoder.decode(Buffer.concat([Buffer.from(`{"${key}":[`), ...separated, Buffer.from(']}')]));
  } catch (error) {
    if (!(error instanceof TracewrightError) || error.code !== 'MALFORMED_JSON') throw error;
    for (const { bytes, place } of fragments) refuseFault(file, bytes, place);
    const [, index = '0', field = ''] = /^\w+\[(\d+)\](.*)$/s.exec(error.message.slice(PREFIX.length)) ?? [];
    const fragment = fragments[Number(index)];
    const text = `${fragment?.path ?? ''}${field}`.replace(/^\./, '');
    throw malformed(file, { line: fragment?.place.line ?? 1 }, text.startsWith(' ') ? `the value${text}` : text);
  }
}

/** Throws when the text is not JSON. */
export function refuseFault(file: string, bytes: Buffer, place: Place): void {
  const text = bytes.toString('utf8');
  try {
    JSON.parse(text);
    return;
  } catch {
    // Where, and why, is for syntaxFault to say: JSON.parse of Node 20 often does not.
  }
  const fault = syntaxFault(text);
  if (fault === undefined) return;
  throw malformed(file, placeIn(place, text, fault.position), describeFault(text, fault, 'the value ends'));
}
