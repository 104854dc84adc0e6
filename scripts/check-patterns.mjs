import { checkSync } from 'recheck';
import ts from 'typescript';
import { runnerImport } from 'vite';
import { sourcesOf } from './sources-of.mjs';

// Whether a pattern of ours could take longer than its text is long (ReDoS). Every regular expression in the sources is
// judged, and every one that they put together when they are loaded. What recheck cannot judge fails as well.
const patterns = new Map();

for (const { file, text } of sourcesOf()) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = node => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, pattern, flags] = /^\/(.*)\/(\w*)$/s.exec(node.text) ?? [];
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      note(pattern, flags, `${file}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

const { module } = await runnerImport('./scripts/patterns-at-load.ts');
for (const { pattern, flags, file } of module.BUILT) note(pattern, flags, file);

function note(pattern, flags, place) {
  const id = `/${pattern}/${flags}`;
  const known = patterns.get(id) ?? { pattern, flags, places: [] };
  if (!known.places.includes(place)) known.places.push(place);
  patterns.set(id, known);
}

let failed = 0;
for (const [id, { pattern, flags, places }] of patterns) {
  const { status, complexity, attack, error } = checkSync(pattern, flags.replace(/[dv]/g, ''), { timeout: 20_000 });
  if (status === 'safe') continue;
  failed += 1;
  const why = status === 'vulnerable' ? `${complexity.summary}, as with ${attack.pattern}` : `unknown: ${error?.kind}`;
  console.error(`${places.join(', ')}\n  ${id}\n  ${why}`);
}
console.log(`${patterns.size - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && patterns.size > 0 ? 0 : 1;
