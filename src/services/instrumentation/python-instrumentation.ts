import { dirname, join, resolve } from 'node:path';
import type { MissingInstrumentation } from '../../model/missing-instrumentation.ts';
import { isFile, readText } from './read-text.ts';
import type { StartedCommand } from './started-command.ts';
import { mentionsTracing } from './tracing-names.ts';

const MAX_FILES = 500;
const SWITCH = /^-[BEIOPqsSuvbd]+$/;

/** Modules that are known not to load OpenTelemetry: of the standard library, and common frameworks and clients. */
const KNOWN = new Set(
  'abc argparse array ast asyncio base64 bisect calendar collections concurrent configparser contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib email enum errno fractions functools gc getopt getpass glob gzip hashlib heapq hmac html http inspect io ipaddress itertools json logging math mimetypes numbers operator os pathlib pickle platform pprint queue random re secrets select selectors shutil signal socket socketserver sqlite3 ssl stat statistics string struct sys tempfile textwrap threading time timeit traceback types typing unittest urllib uuid warnings weakref wsgiref xml zipfile zlib __future__ aiohttp aiokafka asyncpg bottle celery confluent_kafka django fastapi flask grpc httpx jinja2 kafka mysql pika psycopg psycopg2 pydantic pymongo redis requests sqlalchemy starlette tornado urllib3 uvicorn waitress werkzeug'.split(
    ' ',
  ),
);

/** What is missing in a command that starts Python with a file. */
export function missingInPython({ file, args, cwd, env }: StartedCommand): MissingInstrumentation | undefined {
  const at = args.findIndex(arg => !SWITCH.test(arg));
  const entry = args[at];
  if (entry === undefined || !entry.endsWith('.py')) return undefined;
  if ((env.PYTHONPATH ?? '').split(/[:;]/).some(mayCustomise) || env.PYTHONSTARTUP !== undefined) return undefined;
  if (!loadsNoTracing(resolve(cwd, entry))) return undefined;
  return {
    kind: 'nothing-loaded',
    entry,
    fixed: ['opentelemetry-instrument', file, ...args],
    install: 'pip install opentelemetry-distro opentelemetry-exporter-otlp && opentelemetry-bootstrap -a install',
  };
}

/** A folder of PYTHONPATH with a module that Python runs at its start. */
function mayCustomise(folder: string): boolean {
  return mentionsTracing(folder) || ['sitecustomize.py', 'usercustomize.py'].some(name => isFile(join(folder, name)));
}

/** Whether a file, with the modules beside it that it imports, certainly loads nothing that sends spans. */
function loadsNoTracing(entry: string): boolean {
  const root = dirname(entry);
  const seen = new Set<string>([entry]);
  for (const file of seen) {
    const text = readText(file);
    if (text === undefined || seen.size > MAX_FILES) return false;
    const code = text.replace(/^[ \t]*#.*$/gm, '');
    if (mentionsTracing(code) || /\b(importlib|__import__|exec|eval|subprocess|runpy|multiprocessing)\b/.test(code))
      return false;
    const names = modulesIn(code);
    if (names === undefined) return false;
    for (const name of names) {
      const local = localFiles(name, name.startsWith('.') ? dirname(file) : root);
      // A lone dot is the package of the file itself.
      if (local.length === 0 && name !== '.' && !KNOWN.has(name.split('.')[0] ?? '')) return false;
      for (const each of local) seen.add(each);
    }
  }
  return true;
}

/** The modules that a file may import; undefined when an import statement is not at the beginning of its line. */
function modulesIn(code: string): string[] | undefined {
  if (/[;:][ \t]*(?:import|from)[ \t]/.test(code)) return undefined;
  const names: string[] = [];
  for (const [, from, what = ''] of code.matchAll(
    /^[ \t]*(?:from[ \t]+(\S+)[ \t]+)?import[ \t]*(\([^)]*\)|[^#\n]+)/gm,
  )) {
    const imported = what
      .replace(/[()\\]|#.*$/gm, ' ')
      .split(',')
      .map(part => part.trim().split(/\s+/)[0] ?? '');
    if (from === undefined) names.push(...imported);
    // A name that is imported from a package can be a module of it.
    else names.push(from, ...imported.map(name => (from.endsWith('.') ? `${from}${name}` : `${from}.${name}`)));
  }
  return names;
}

/** The files of this project that run when a module is imported: those of the packages around it too. */
function localFiles(name: string, folder: string): string[] {
  if (name.startsWith('..')) return [];
  const parts = name.replace(/^\./, '').split('.');
  return parts
    .map((_, index) => join(folder, ...parts.slice(0, index + 1)))
    .flatMap(path => [`${path}.py`, join(path, '__init__.py')])
    .filter(isFile);
}
