import { stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';

const BLOCK = /```(js|text)\n([\s\S]*?)```/g;
const AsyncFunction = (async () => {}).constructor as new (
  ...parts: string[]
) => (...given: unknown[]) => Promise<void>;

/**
 * The page with each text block as it should be: what the code right before it fails with. Code that says that it fails
 * must, all other must not.
 *
 * @param names what the page's examples speak of
 * @param steady takes out of a text what differs from run to run
 */
export async function runPage(
  page: string,
  names: Readonly<Record<string, unknown>>,
  steady: (text: string) => string = text => text,
): Promise<string> {
  let failure: string | undefined;
  const texts: string[] = [];
  for (const [, language, content = ''] of page.matchAll(BLOCK)) {
    if (language === 'text') {
      texts.push(steady(failure ?? 'nothing failed'));
      continue;
    }
    failure = await run(content, names);
    expect(failure !== undefined, `${content}\n${failure}`).toBe(content.includes('// fails'));
  }
  return page.replace(BLOCK, (block, language) =>
    language === 'text' ? `\`\`\`text\n${texts.shift()}\n\`\`\`` : block,
  );
}

async function run(code: string, names: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  try {
    await new AsyncFunction(...Object.keys(names), `'use strict';\n${code}`)(...Object.values(names));
    return undefined;
  } catch (error) {
    return stripVTControlCharacters((error as Error).message);
  }
}
