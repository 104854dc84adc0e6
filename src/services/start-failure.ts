import { statSync } from 'node:fs';
import { TracewrightError } from '../errors.ts';
import { quarkusRefused, REFUSED_BY_QUARKUS } from './quarkus.ts';
import { otherAnswer, portAnswer, type ReadySign } from './readiness.ts';
import type { ServicePlan } from './service-options.ts';
import type { Exit, ServiceProcess } from './service-process.ts';

const LAST_LINES = 20;
const LINE_WIDTH = 500;
const QUARKUS_HINT = `Hint: Quarkus has an exporter of its own, and does not start with these variables set. Unset them: env: { ${REFUSED_BY_QUARKUS.map(name => `${name}: undefined`).join(', ')} }.`;

/** The process could not be started at all. */
export function notStarted(plan: ServicePlan, cause: unknown): TracewrightError {
  const { file, options } = plan;
  const { code, message } = cause as NodeJS.ErrnoException;
  // spawn says ENOENT of the command when the folder is what is missing.
  const reason =
    options.cwd !== undefined && !isFolder(options.cwd)
      ? `its cwd "${options.cwd}" is not a folder`
      : code === 'ENOENT'
        ? `there is no command "${file}"${/[\\/]/.test(file) ? '' : ' on the PATH'}`
        : code === 'EACCES'
          ? `"${file}" may not be executed`
          : message;
  return new TracewrightError(
    'SERVICE_NOT_STARTED',
    `${options.name} could not be started: ${reason}.\n${command(plan)}`,
    { cause },
  );
}

/** The process ended before it was ready. */
export function exitedEarly(
  plan: ServicePlan,
  process: ServiceProcess,
  exit: Exit,
  stopped: boolean,
): TracewrightError {
  const how = exit.signal === null ? `exited with code ${exit.code}` : `was ended by ${exit.signal}`;
  const who = stopped ? ': it was stopped while it started' : '';
  const other = stopped ? undefined : otherAnswer(process);
  return new TracewrightError(
    'SERVICE_EXITED',
    [
      `${plan.options.name} ${how} before it was ready${who}.`,
      command(plan),
      lastOutput(process),
      ...(other === undefined ? [] : [`Hint: its port ${process.port} was taken meanwhile: ${other}.`]),
      ...(quarkusRefused(process.output.toString()) ? [QUARKUS_HINT] : []),
    ].join('\n'),
  );
}

/** The process runs, but did not give the sign. */
export async function notReady(plan: ServicePlan, process: ServiceProcess, sign: ReadySign): Promise<TracewrightError> {
  const { name } = plan.options;
  const lines = [
    `${name} was not ready within ${number(plan.timeoutMs)} ms, and was killed.`,
    `Awaited:   ${sign.awaited}`,
    ...(sign.instead === undefined ? [] : [`Instead:   ${sign.instead}`]),
    command(plan),
    lastOutput(process),
    ...(await hints(process)),
  ];
  return new TracewrightError('SERVICE_NOT_READY', lines.join('\n'));
}

/** Asked while the process still runs. */
async function hints({ port }: ServiceProcess): Promise<string[]> {
  if (port === undefined || (await portAnswer(port)) === undefined || (await portAnswer(port, '::1')) !== undefined)
    return [];
  return [`Hint: it listens on [::1]:${port} only. Let it listen on 127.0.0.1, or on all addresses.`];
}

/** The line of a message that says how a service was started. */
export function command({ file, args, options }: ServicePlan): string {
  const parts = [file, ...args].map(part => (/^[\w@%+=:,./-]+$/.test(part) ? part : JSON.stringify(part)));
  return `Command:   ${parts.join(' ')}${options.cwd === undefined ? '' : `   (in ${options.cwd})`}`;
}

function lastOutput({ output }: ServiceProcess): string {
  const lines = output.lastLines(LAST_LINES);
  if (lines.length === 0) return 'Output:    none';
  return [
    'Last output:',
    ...lines.map(line => `  ${line.length > LINE_WIDTH ? `${line.slice(0, LINE_WIDTH)}...` : line}`),
  ].join('\n');
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
