import { readdirSync, readFileSync } from 'node:fs';

/** Every TypeScript file of the package, with its text. */
export function sourcesOf() {
  return ['src', 'matchers']
    .flatMap(folder => readdirSync(folder, { recursive: true }).map(name => `${folder}/${name}`))
    .filter(name => name.endsWith('.ts'))
    .sort()
    .map(file => ({ file, text: readFileSync(file, 'utf8') }));
}
