import { readFileSync } from 'node:fs';
import ts from 'typescript';

const DECLARES = ['describe', 'it', 'test'];

/** What `test.each` fills in: `%s`, `$name`. */
const PLACEHOLDER = /%[a-z]|\$[a-z]\w*/gi;

/** The tests that a file declares, as its source has them. */
export class TestTitles {
  readonly #source: string;
  /** Each below the titles around it: `over gRPC`, `refuses %s, once, and serves the next`. */
  readonly #paths: (readonly string[])[] = [];

  constructor(file: string) {
    this.#source = readFileSync(file, 'utf8');
    this.#visit(ts.createSourceFile(file, this.#source, ts.ScriptTarget.Latest), []);
  }

  /**
   * Whether a name is that of a test: `refuses a gzip bomb, once, and serves the next`, with as much before it of what
   * is around it (`over gRPC > ...`) as one likes. What stands for a placeholder has to be in the source, too.
   */
  has(name: string): boolean {
    const given = name.split(' > ');
    return this.#paths.some(path => {
      const end = path.slice(-given.length);
      return end.length === given.length && end.every((title, index) => this.#isTitle(title, given[index] as string));
    });
  }

  #isTitle(title: string, name: string): boolean {
    const pattern = title.split(PLACEHOLDER).map(escapeRegExp).join('(.+?)');
    const [, ...filledIn] = new RegExp(`^${pattern}$`).exec(name) ?? [''];
    const isMatch = filledIn.length > 0 || title === name;
    return isMatch && filledIn.every(value => this.#source.includes(value));
  }

  #visit(node: ts.Node, around: readonly string[]): void {
    const declared = ts.isCallExpression(node) ? declaration(node) : undefined;
    const path = declared === undefined ? around : [...around, declared.title];
    if (declared?.isTest === true) this.#paths.push(path);
    ts.forEachChild(node, child => this.#visit(child, path));
  }
}

/** What `test('...', ...)`, `it.each(...)('...', ...)` and their kin declare. */
function declaration(call: ts.CallExpression): { readonly title: string; readonly isTest: boolean } | undefined {
  const [title] = call.arguments;
  if (call.arguments.length < 2 || title === undefined || !ts.isStringLiteralLike(title)) return undefined;
  let callee: ts.Expression = call.expression;
  while (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) callee = callee.expression;
  if (!ts.isIdentifier(callee) || !DECLARES.includes(callee.text)) return undefined;
  return { title: title.text, isTest: callee.text !== 'describe' };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
