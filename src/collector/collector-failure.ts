import type { CollectorConfig, Steps } from '../config-file/collector-config.ts';
import { type ErrorCode, TracewrightError } from '../errors.ts';
import { isPlainObject } from '../misuse.ts';
import { printable } from '../report/quote.ts';
import { mapAt } from './config/pipelines.ts';

const MAX_LINES = 12;
const SECTIONS = 'receivers|processors|exporters|connectors|extensions|service';

/**
 * The error of a collector that ended at once, with its own message and the place in the user's configuration that it
 * means; undefined when its output has no such message.
 */
export function explainExit(
  config: CollectorConfig,
  {
    name,
    code,
    output,
    command,
  }: { readonly name: string; readonly code: string; readonly output: string; readonly command: string },
): TracewrightError | undefined {
  const message = errorMessage(output);
  if (message === undefined) return undefined;
  const kind = kindOfFailure(message);
  const steps = placeMeant(message, config.data);
  const lines = [
    ...(steps === undefined ? [] : [`Place:     ${config.place(steps)}  ${steps.join('.')}`]),
    'The collector said:',
    ...message.split('\n').map(line => `  ${printable(line)}`),
    command,
  ];
  return new TracewrightError(kind.code, [`${name} ${code} before it was ready: ${kind.text}.`, ...lines].join('\n'));
}

/** From `Error:` on, or the last line of a log that is an error; without blank lines and the repetition at the end. */
function errorMessage(output: string): string | undefined {
  const lines = output.split(/\r?\n/).filter(line => line.trim() !== '');
  const start = lines.findLastIndex(line => /^Error: /.test(line));
  const finished = lines.findLast(line => /(?:collector server|application) run finished with error/.test(line));
  if (start < 0) return finished;
  const end = lines.findIndex((line, index) => index > start && /^\d{4}[/-]\d\d/.test(line));
  const said = lines.slice(start, end < 0 ? undefined : end).slice(0, MAX_LINES);
  return said.join('\n').replace(/^Error: /, '');
}

function kindOfFailure(message: string): { readonly code: ErrorCode; readonly text: string } {
  if (/address already in use|Only one usage of each socket address/i.test(message)) {
    return { code: 'ADDRESS_IN_USE', text: 'a port that its configuration names is taken' };
  }
  if (/failed to start|cannot start|cannot setup/i.test(message)) {
    return { code: 'SERVICE_EXITED', text: 'a component could not start' };
  }
  return { code: 'INVALID_COLLECTOR_CONFIG', text: 'it does not accept its configuration' };
}

/** What in the configuration a message of the collector speaks of, as far as its words tell. */
function placeMeant(message: string, data: unknown): Steps | undefined {
  const [, signal, kind, missing] = /service::pipelines::([^:\s]+): references (\w+) "([^"]+)"/.exec(message) ?? [];
  if (signal !== undefined && kind !== undefined) {
    const at = ['service', 'pipelines', signal, `${kind}s`];
    const list = mapAt(data, at.slice(0, -1))[`${kind}s`];
    const index = Array.isArray(list) ? list.indexOf(missing) : -1;
    return index < 0 ? at : [...at, index];
  }
  const component = componentMeant(message);
  if (component === undefined || at(data, component) === undefined) return undefined;
  const [key] =
    /(?:has invalid keys: |^\s*'(?:[\w.]+\.)?)([\w.[\]]+)/m.exec(afterComponent(message, component))?.slice(1) ?? [];
  const inner = key === undefined ? undefined : keyWithin(at(data, component), key.split(/[.,[]/)[0] ?? '');
  return [...component, ...(inner ?? [])];
}

function componentMeant(message: string): string[] | undefined {
  const paths = [...message.matchAll(new RegExp(`\\b(${SECTIONS})::([\\w./:-]*[\\w-])`, 'g'))];
  const [, section, rest] = paths[0] ?? [];
  if (section !== undefined && rest !== undefined) return [section, ...rest.split('::')];
  const [, of, id] =
    new RegExp(`'(${SECTIONS})' error reading configuration for "([^"]+)"`).exec(message) ??
    new RegExp(`'(${SECTIONS})' unknown type: "[^"]*" for id: "([^"]+)"`).exec(message) ??
    [];
  if (of !== undefined && id !== undefined) return [of, id];
  const [, component, role] = /"([^"]+)" (receiver|processor|exporter|connector|extension)\b/.exec(message) ?? [];
  if (component !== undefined && role !== undefined) return [`${role}s`, component];
  const [, top] = new RegExp(`'(${SECTIONS})'`).exec(message) ?? [];
  return top === undefined ? undefined : [top];
}

function afterComponent(message: string, component: readonly string[]): string {
  const id = component.at(-1) ?? '';
  return message.slice(message.lastIndexOf(id) + id.length).replace(/^["']/, '');
}

function at(data: unknown, steps: readonly string[]): unknown {
  return mapAt(data, steps.slice(0, -1))[steps.at(-1) ?? ''];
}

/** The way to the first key of this name, however deep. */
function keyWithin(value: unknown, key: string): readonly (string | number)[] | undefined {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      const found = keyWithin(each, key);
      if (found !== undefined) return [index, ...found];
    }
    return undefined;
  }
  if (!isPlainObject(value)) return undefined;
  if (Object.hasOwn(value, key)) return [key];
  for (const [name, each] of Object.entries(value)) {
    const found = keyWithin(each, key);
    if (found !== undefined) return [name, ...found];
  }
  return undefined;
}
