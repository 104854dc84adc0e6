import type { ExportPlace } from '../model/export-place.ts';
import { countBelow } from './count-below.ts';

/** By which connection a request came, and whether that sends one request after the other. */
export interface ExportConnection {
  /** Undefined where it cannot be told from others. */
  readonly from: string | undefined;
  /** HTTP/1.1 has one request at a time on a connection; calls of gRPC share one. */
  readonly isSequential: boolean;
}

/** Calls on one connection that arrive so far apart, in milliseconds, were not under way together: a batch has its delay. */
const APART_MS = 10;

interface Connection {
  readonly stream: number;
  readonly lastMs: number;
}

/**
 * What is known of the order in which spans were exported: see docs/decisions/0026.
 *
 * Within a request the spans of one scope stand in the order of their ends. Requests that came on one connection follow
 * each other if none can have overtaken another: they come from a batch, were not under way together, and nothing was
 * refused, which an exporter sends again later.
 */
export class ExportLog {
  readonly #firstRows: number[] = [];
  readonly #streams: number[] = [];
  /** Whether a collector may have joined what several processes sent. */
  readonly #isJoined: boolean[] = [];
  readonly #connections = new Map<string, Connection>();
  /** Streams of a batch: several spans came at once. What sends each span by itself can send two at the same time. */
  readonly #batching = new Set<number>();
  #nextStream = 0;
  #isAnyRefused = false;

  /**
   * Notes a request.
   *
   * @param to the row after its last one
   * @param isJoined several groups of its spans have the same resource and scope
   */
  note(from: number, to: number, atMs: number, isJoined: boolean, connection: ExportConnection | undefined): void {
    if (to === from) return;
    const stream = this.#streamOf(atMs, connection);
    if (to - from > 1) this.#batching.add(stream);
    this.#firstRows.push(from);
    this.#streams.push(stream);
    this.#isJoined.push(isJoined);
  }

  /** Something was refused: it may be sent again, and arrive after what ended later. */
  noteRefusal(): void {
    this.#isAnyRefused = true;
    this.#connections.clear();
  }

  /** @param origin the number of the row's resource and scope */
  placeOf(row: number, origin: number): ExportPlace | undefined {
    const request = countBelow(this.#firstRows, row + 1) - 1;
    const stream = this.#streams[request];
    if (stream === undefined) return undefined;
    // Whose spans these are is not known: each stands by itself.
    const group = this.#isJoined[request] ? -1 - row : origin;
    const isInStream = this.#batching.has(stream) && !this.#isJoined[request];
    return { stream: isInStream ? stream : -1 - request, request, group, at: row };
  }

  #streamOf(atMs: number, connection: ExportConnection | undefined): number {
    const from = connection?.from;
    if (connection === undefined || from === undefined || this.#isAnyRefused) return this.#nextStream++;
    const known = this.#connections.get(from);
    const follows = known !== undefined && (connection.isSequential || atMs - known.lastMs >= APART_MS);
    const stream = follows ? known.stream : this.#nextStream++;
    this.#connections.set(from, { stream, lastMs: atMs });
    return stream;
  }
}
