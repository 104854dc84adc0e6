import { sourcesOf } from './sources-of.mjs';

/** A regular expression that a module puts together when it is loaded. */
export interface BuiltPattern {
  readonly pattern: string;
  readonly flags: string;
  readonly file: string;
}

export const BUILT: BuiltPattern[] = [];

// Vite, which transforms the modules, is in the same process: for everybody else it must be as it was.
const Builtin = RegExp;
for (const { file } of sourcesOf().filter(({ text }) => text.includes('new RegExp('))) {
  globalThis.RegExp = new Proxy(Builtin, {
    construct(target, given: [string | RegExp, string?]) {
      const built = new target(...given);
      if (new Error().stack?.includes(file)) BUILT.push({ pattern: built.source, flags: built.flags, file });
      return built;
    },
  });
  try {
    await import(/* @vite-ignore */ `../${file}`);
  } finally {
    globalThis.RegExp = Builtin;
  }
}
