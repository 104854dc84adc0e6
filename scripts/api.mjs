// Compares the public API of every entry point in dist/ with the reports in api/: npm run api [-- --update]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { createTwoFilesPatch } from 'diff';
import ts from 'typescript';

const KEPT = 'api';
const update = process.argv.includes('--update');
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = Object.values(exports).flatMap(conditions => conditions.require?.types ?? []);
const folder = mkdtempSync(join(tmpdir(), 'api-'));
try {
  checkReports(new Map(entries.map(types => [`${basename(types, '.d.cts')}.api.md`, reportOf(types)])));
} finally {
  rmSync(folder, { recursive: true });
}

function checkReports(made) {
  mkdirSync(KEPT, { recursive: true });
  const kept = new Map(readdirSync(KEPT).map(name => [name, readFileSync(join(KEPT, name), 'utf8')]));
  const changed = [...new Set([...kept.keys(), ...made.keys()])].filter(name => kept.get(name) !== made.get(name));
  for (const name of changed) {
    const path = join(KEPT, name);
    const now = made.get(name);
    if (!update) console.error(createTwoFilesPatch(path, path, kept.get(name) ?? '', now ?? '', 'committed', 'built'));
    else if (now === undefined) rmSync(path);
    else writeFileSync(path, now);
    if (update) console.log(`${now === undefined ? 'removed' : 'updated'} ${path}`);
  }
  if (changed.length === 0) console.log(`The API is the one of the reports in ${KEPT}/, at ${made.size} entry points.`);
  if (changed.length === 0 || update) return;
  console.error(`The public API has changed: ${changed.join(', ')}.`);
  console.error('If that is intended, accept it with `npm run api -- --update`, and commit the reports.');
  process.exitCode = 1;
}

/** The report of an entry point: every declaration that it exports, and those that these refer to. */
function reportOf(types) {
  const reportFileName = `${basename(types, '.d.cts')}.api.md`;
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: resolve('package.json'),
    configObjectFullPath: resolve('api-extractor.json'),
    configObject: {
      projectFolder: resolve('.'),
      mainEntryPointFilePath: resolve(types),
      compiler: { tsconfigFilePath: resolve('tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: folder,
        reportTempFolder: join(folder, 'temp'),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: { extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } } },
    },
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: message => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  const report = readFileSync(join(folder, reportFileName), 'utf8');
  if (!succeeded) throw new Error(`API Extractor could not read ${types}`);
  return `${report}${augmentationsOf(types)}`;
}

/** What an entry adds to the types of a runner. API Extractor leaves that out. */
function augmentationsOf(types) {
  const source = ts.createSourceFile(types, readFileSync(types, 'utf8'), ts.ScriptTarget.Latest);
  const added = source.statements.filter(ts.isModuleDeclaration).map(statement => statement.getText(source));
  return added.length === 0 ? '' : `\n## Augmentations\n\n\`\`\`ts\n${added.join('\n')}\n\`\`\`\n`;
}
