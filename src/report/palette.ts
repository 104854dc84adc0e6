/** How parts of a text are coloured; the runner's own helpers, where it has any. */
export interface Palette {
  expected(text: string): string;
  received(text: string): string;
  dim(text: string): string;
}

/** No colour. */
export const PLAIN: Palette = { expected: text => text, received: text => text, dim: text => text };
