import { isBuiltin } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFreeOfTracing, packageName } from './node-package.ts';
import { isFile, readText } from './read-text.ts';
import { mentionsTracing } from './tracing-names.ts';

/** A piece of code, and the folder that its relative imports start from. */
export interface Source {
  readonly text: string;
  readonly folder: string;
}

const MAX_FILES = 500;
const QUOTES = ['"', "'", '`'];
const EXTENSIONS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '.json'];
const INDEXES = EXTENSIONS.slice(1).map(extension => `/index${extension}`);

/** `from 'x'`, `import 'x'`, `import('x')`, `require('x')`, in code whose white space is one character each. */
const IMPORTED = /(?:\bfrom\s?|\bimport\s?\(?\s?|\brequire(?:\.resolve)?\s?\(\s?)(["'])([^"'\n]+)\1/g;
/** Code that loads what is known only when it runs, or what a comment hides. */
const COMPUTED =
  /\b(?:import|require)\s?\(\s?[^"'\s]|\b(?:from|import|require)\s?\/[*/]|=\s?require\b(?!\s?[.(])|\b(?:eval|Function)\s?\(|getBuiltinModule/;
/** With these, code can load other code in ways that are not visible here. */
const LOADERS: readonly string[] = ['child_process', 'cluster', 'worker_threads', 'module', 'vm'];

/** The source of a file; undefined when it cannot be read. */
export function sourceOf(file: string): Source | undefined {
  const text = readText(file);
  return text === undefined ? undefined : { text, folder: dirname(file) };
}

/** Whether this code, with all that it imports, certainly loads nothing that sends spans. */
export function loadsNoTracing(source: Source): boolean {
  const seen = new Set<string>();
  const open = [source];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const code = withShortSpaces(withoutComments(next.text));
    if (mentionsTracing(code) || COMPUTED.test(code)) return false;
    for (const [, , specifier = ''] of code.matchAll(IMPORTED)) {
      const found = follow(specifier, next.folder);
      if (found === 'unknown') return false;
      if (found === 'harmless' || seen.has(found)) continue;
      seen.add(found);
      const imported = seen.size > MAX_FILES ? undefined : sourceOf(found);
      if (imported === undefined) return false;
      open.push(imported);
    }
  }
  return true;
}

/** The file that an import leads to, or whether it can be left alone. */
function follow(specifier: string, folder: string): string {
  if (isBuiltin(specifier)) return LOADERS.includes(specifier.replace(/^node:/, '')) ? 'unknown' : 'harmless';
  if (!/^(\.|\/|file:)/.test(specifier)) {
    return isFreeOfTracing(packageName(specifier), folder) ? 'harmless' : 'unknown';
  }
  const file = fileOf(specifier, folder);
  if (file === undefined) return 'unknown';
  return extname(file) === '.json' ? 'harmless' : file;
}

/** The file of a relative or absolute import; undefined when there is none. */
export function fileOf(specifier: string, folder: string): string | undefined {
  const path = specifier.startsWith('file:') ? fileURLToPath(specifier) : resolve(folder, specifier);
  const asTypeScript = path.replace(/\.([mc]?)js$/, '.$1ts');
  const candidates = [
    ...EXTENSIONS.map(extension => path + extension),
    asTypeScript,
    ...INDEXES.map(index => join(path, index)),
  ];
  return candidates.find(isFile);
}

/** Code without its comments, as far as they are certainly comments: a string can hold `//` too. */
function withoutComments(code: string): string {
  const lines: string[] = [];
  let isOpen = false;
  for (const line of code.split('\n')) {
    let rest = line;
    if (isOpen || line.trimStart().startsWith('/*')) {
      const end = line.indexOf('*/', isOpen ? 0 : line.indexOf('/*') + 2);
      isOpen = end < 0;
      rest = isOpen ? '' : line.slice(end + 2);
    }
    lines.push(withoutLineComment(rest));
  }
  return isOpen ? code : lines.join('\n');
}

function withoutLineComment(line: string): string {
  if (line.trimStart().startsWith('//')) return '';
  const afterQuotes = Math.max(...QUOTES.map(quote => line.lastIndexOf(quote))) + 1;
  const at = line.slice(afterQuotes).search(/\s\/\//);
  return at < 0 ? line : line.slice(0, afterQuotes + at);
}

/** Each run of white space as one character, so that a pattern needs only that. */
function withShortSpaces(code: string): string {
  return code.replace(/\s+/g, run => (run.includes('\n') ? '\n' : ' '));
}
