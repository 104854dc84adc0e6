/** A capture that is under way, as the others see it. */
export interface RunningCapture {
  /** Whether another ran at the same time. */
  shared: boolean;
}

/** Knows which captures of a receiver run side by side. */
export class RunningCaptures {
  readonly #running = new Set<RunningCapture>();

  /** Enters a capture; whoever runs now shares its strays with it. */
  enter(): RunningCapture {
    const shared = this.#running.size > 0;
    for (const other of this.#running) other.shared = true;
    const capture = { shared };
    this.#running.add(capture);
    return capture;
  }

  leave(capture: RunningCapture): void {
    this.#running.delete(capture);
  }
}
