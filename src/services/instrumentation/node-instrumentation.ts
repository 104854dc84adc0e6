import type { MissingInstrumentation } from '../../model/missing-instrumentation.ts';
import { type NodeCommand, type Preload, readNodeCommand } from './node-command.ts';
import { isFreeOfTracing, packageName } from './node-package.ts';
import { fileOf, loadsNoTracing, sourceOf } from './node-sources.ts';
import type { StartedCommand } from './started-command.ts';

const REGISTER = '@opentelemetry/auto-instrumentations-node/register';
const LOADER = '--experimental-loader=@opentelemetry/instrumentation/hook.mjs';
const INSTALL = 'npm install @opentelemetry/auto-instrumentations-node';

/** Preloads that compile TypeScript, read an env file or map stack traces. */
const HARMLESS =
  /^(tsx(\/(esm|cjs)(\/api)?)?|ts-node\/(register|esm)(\/transpile-only)?|@swc-node\/register(\/esm(-register)?)?|esbuild-register|source-map-support\/register|dotenv\/config|tsconfig-paths\/register)$/;

/** What is missing in a command that starts Node. */
export function missingInNode({ file, args, cwd, env }: StartedCommand): MissingInstrumentation | undefined {
  const command = readNodeCommand(args, env.NODE_OPTIONS ?? '', cwd);
  if (command === undefined) return undefined;
  const { entry, preloads, isModule } = command;
  if (isLoadedTooLate(command)) {
    return { kind: 'no-loader', entry, fixed: [file, LOADER, ...args], install: INSTALL };
  }
  if (!preloads.every(preload => isHarmless(preload, cwd)) || !loadsNoTracing(command.source)) return undefined;
  const options = isModule ? [LOADER, '--import', REGISTER] : ['--require', REGISTER];
  return { kind: 'nothing-loaded', entry, fixed: [file, ...options, ...args], install: INSTALL };
}

/** Whether an ES module is started with the instrumentation, but without the hook that shows it what is imported. */
function isLoadedTooLate({ isModule, preloads, source }: NodeCommand): boolean {
  const onlyRequires = preloads.every(({ by, module }) => by === 'require' || HARMLESS.test(module));
  return isModule && onlyRequires && preloads.some(({ module }) => module === REGISTER) && loadsNoTracing(source);
}

function isHarmless({ module }: Preload, cwd: string): boolean {
  if (HARMLESS.test(module)) return true;
  if (!/^(\.|\/|file:)/.test(module)) return isFreeOfTracing(packageName(module), cwd);
  const file = fileOf(module, cwd);
  const source = file === undefined ? undefined : sourceOf(file);
  return source !== undefined && loadsNoTracing(source);
}
