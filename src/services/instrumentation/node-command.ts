import { extname, resolve } from 'node:path';
import { packageType } from './node-package.ts';
import { type Source, sourceOf } from './node-sources.ts';

/** A module that Node loads before the program. */
export interface Preload {
  readonly module: string;
  readonly by: 'require' | 'import' | 'loader';
}

/** What a command tells Node. */
export interface NodeCommand {
  readonly preloads: readonly Preload[];
  /** The program as the command names it. */
  readonly entry: string;
  readonly source: Source;
  readonly isModule: boolean;
}

const PRELOADS: Readonly<Record<string, Preload['by']>> = {
  '-r': 'require',
  '--require': 'require',
  '--import': 'import',
  '--loader': 'loader',
  '--experimental-loader': 'loader',
};
const EVAL: readonly string[] = ['-e', '--eval'];
/** Options whose value is the next argument. */
const WITH_VALUE: readonly string[] = [
  '-C',
  '--conditions',
  '--input-type',
  '--title',
  '--inspect-port',
  '--watch-path',
];
/** Options without a value. */
const SWITCH =
  /^--(no-[\w-]+|enable-[\w-]+|inspect(-brk|-wait)?|expose-gc|watch|watch-preserve-output|throw-deprecation|pending-deprecation|preserve-symlinks(-main)?|trace-(deprecation|exit|sigint|uncaught|warnings)|use-(openssl|bundled|system)-ca|experimental-(strip-types|transform-types|vm-modules|require-module|detect-module|fetch|websocket|permission|wasm-modules|import-meta-resolve|network-inspection))$/;

/**
 * Reads the arguments and the `NODE_OPTIONS` of a Node command. Undefined when the command holds an option that is not
 * known here: its value could be taken for the program.
 */
export function readNodeCommand(args: readonly string[], nodeOptions: string, cwd: string): NodeCommand | undefined {
  const preloads: Preload[] = [];
  if (/["\\]/.test(nodeOptions)) return undefined;
  if (readOptions(nodeOptions.split(/\s+/).filter(Boolean), preloads) !== 'end') return undefined;
  const program = readOptions(args, preloads);
  if (program === 'end' || program === undefined) return undefined;
  if ('code' in program) {
    const type = args.find(arg => arg.startsWith('--input-type'));
    const isModule = type === '--input-type=module' || (type === '--input-type' && args.includes('module'));
    return { preloads, entry: 'the code in the command', source: { text: program.code, folder: cwd }, isModule };
  }
  const file = resolve(cwd, program.file);
  const source = /^\.([mc]?[jt]s|[jt]sx)$/.test(extname(file)) ? sourceOf(file) : undefined;
  return source && { preloads, entry: program.file, source, isModule: isModule(file, source) };
}

/** Collects preloads; gives the program, `end` when there is none, or undefined for an option that is not known. */
function readOptions(
  args: readonly string[],
  preloads: Preload[],
): { readonly file: string } | { readonly code: string } | 'end' | undefined {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (!arg.startsWith('-')) return { file: arg };
    const [, name = arg, value] = /^(--[\w-]+)=(.*)$/s.exec(arg) ?? [];
    const by = PRELOADS[name];
    if (by !== undefined) preloads.push({ by, module: value ?? args[++index] ?? '' });
    else if (EVAL.includes(name)) return { code: value ?? args[index + 1] ?? '' };
    else if (WITH_VALUE.includes(name) && value === undefined) index++;
    else if (/^--(env-file|experimental-(default-)?config-file)/.test(name)) return undefined;
    else if (value === undefined && !SWITCH.test(name)) return undefined;
  }
  return 'end';
}

function isModule(file: string, { text, folder }: Source): boolean {
  const extension = extname(file);
  if (/^\.m[jt]s$/.test(extension)) return true;
  if (/^\.c[jt]s$/.test(extension)) return false;
  const type = packageType(folder);
  // Without a type, Node looks at the syntax.
  return (
    type === 'module' ||
    (type === undefined && extension === '.js' && /^[ \t]*(import\s*["'{*\w]|export\s)/m.test(text))
  );
}
