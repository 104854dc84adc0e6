import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { TracewrightError } from '../errors.ts';
import { checkOptions } from '../misuse.ts';
import type { Trace } from '../model/trace.ts';
import { encodeTracesJson } from '../otlp/encode-json.ts';
import { fileName } from './file-name.ts';
import { checkSignal } from './read-options.ts';
import { NOTE_KEY, traceNote } from './trace-note.ts';
import { type TracesToWrite, tracesToWrite } from './traces-to-write.ts';

/** What `writeTraces` can be told. */
export interface WriteTracesOptions {
  /** Ends the writing with its reason; the file is left as it was. */
  readonly signal?: AbortSignal;
}

/** What `writeTraces` wrote. */
export interface WrittenTraces {
  readonly traces: number;
  readonly spans: number;
  /** The file's size. */
  readonly bytes: number;
}

/**
 * Writes traces to a file, as OTLP JSON lines: one trace a line, in UTF-8, gzip-compressed when the name ends in `.gz`.
 *
 * `readTraces` reads them back with every field of every span as it was. What a capture knows beyond the spans, that
 * the parent of the roots was its own context and that spans were still missing, is written as a member `tracewright`
 * of the line, which other readers of OTLP ignore; `result`, `strays` and `linked` are not written.
 *
 * The file is written beside its place and moved there once it is whole: a file that was there before is replaced, and
 * stays as it was when anything fails. Traces are taken one at a time, no faster than the disk takes them.
 *
 * @param file a path, or a `file:` URL
 * @param traces a Trace, any (async) iterable of Traces (`readTraces(...)` is one), or a receiver: all that it holds
 * @throws {TracewrightError} INVALID_SUBJECT when it is given something else; NO_TRACES when there is no trace to write,
 * or one has no spans; TRACE_FILE_UNWRITABLE with the system's reason; INVALID_OPTION and UNKNOWN_OPTION.
 * @example
 * const trace = await receiver.capture(({ headers }) => fetch(url, { headers }));
 * const { spans, bytes } = await writeTraces('checkout.jsonl', trace);
 * @example
 * await writeTraces('everything.jsonl.gz', receiver);
 * @see https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
 */
export async function writeTraces(
  file: string | URL,
  traces: TracesToWrite,
  options: WriteTracesOptions = {},
): Promise<WrittenTraces> {
  const path = fileName(file, 'writeTraces');
  const source = tracesToWrite(traces, 'writeTraces');
  checkOptions(options, ['signal'], 'writeTraces');
  checkSignal(options.signal, 'writeTraces');
  options.signal?.throwIfAborted();
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const target = createWriteStream(unfinished, { flags: 'wx' });
  const written = { traces: 0, spans: 0 };
  try {
    const how = options.signal === undefined ? {} : { signal: options.signal };
    const text = lines(source, written);
    await (path.endsWith('.gz') ? pipeline(text, createGzip(), target, how) : pipeline(text, target, how));
    const { size } = await stat(unfinished);
    await rename(unfinished, path);
    return { ...written, bytes: size };
  } catch (error) {
    // It may not even be there yet: opening it goes on while the stream is destroyed.
    if (!target.closed) await new Promise<void>(resolve => target.once('close', () => resolve()));
    await rm(unfinished, { force: true });
    options.signal?.throwIfAborted();
    throw isOfFile(error, unfinished) ? unwritable(path, error) : error;
  }
}

async function* lines(
  traces: AsyncIterable<Trace>,
  written: { traces: number; spans: number },
): AsyncGenerator<string> {
  for await (const trace of traces) {
    const note = traceNote(trace);
    yield `${encodeTracesJson(trace.spans, note === undefined ? {} : { [NOTE_KEY]: note })}\n`;
    written.traces++;
    written.spans += trace.spans.length;
  }
}

/** An error of the system about this file, and not about what the traces come from. */
function isOfFile(error: unknown, file: string): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { syscall, path } = error as NodeJS.ErrnoException;
  return path === file || (path === undefined && syscall === 'write');
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied.',
  EISDIR: 'it is a directory.',
  ENOENT: 'there is no such directory.',
  ENOTDIR: 'its parent is not a directory.',
};

function unwritable(file: string, error: NodeJS.ErrnoException): TracewrightError {
  const text = `cannot write ${file}: ${REASONS[error.code ?? ''] ?? `${error.message}.`}`;
  return new TracewrightError('TRACE_FILE_UNWRITABLE', text, { cause: error });
}
