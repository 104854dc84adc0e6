import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf, refuseUndefined } from '../misuse.ts';
import type { Criteria } from '../model/trace.ts';
import { type CompiledCriteria, compileCriteria } from './compile-criteria.ts';

/** A node of a tree that spans must form, checked. */
export interface TreeNode {
  /** Undefined for a node that any span is: it names children alone. */
  readonly criteria: CompiledCriteria | undefined;
  readonly children: readonly TreeNode[];
  /** How many nodes it and those below it are. */
  readonly size: number;
}

/** A tree deeper than this was hardly written by hand; it also keeps every walk of it off the end of the stack. */
const MAX_DEPTH = 200;

/**
 * Checks a tree: nodes are criteria, those that are objects may have `children`.
 *
 * @throws {TracewrightError} what {@link compileCriteria} throws, with the node's path.
 */
export function compileTree(tree: unknown, where: string): TreeNode {
  return compileNode(tree, `${where}: tree`, []);
}

function compileNode(node: unknown, path: string, above: readonly unknown[]): TreeNode {
  refuseUndefined(node, path, new Set(above.filter(one => typeof one === 'object' && one !== null)));
  if (above.includes(node) && isPlainObject(node)) throw invalid(`${path} contains itself.`);
  if (above.length >= MAX_DEPTH) throw invalid(`${path} is ${above.length} levels deep; a tree may have ${MAX_DEPTH}.`);
  if (!isPlainObject(node) || isAsymmetricMatcher(node) || !Object.hasOwn(node, 'children')) {
    return { criteria: compileCriteria(node as Criteria, path), children: [], size: 1 };
  }
  const { children: given, ...fields } = node;
  if (!Array.isArray(given)) throw invalid(`${path}.children is ${kindOf(given)}; it takes an array of nodes.`);
  const named = Object.keys(fields).length > 0;
  if (!named && given.length === 0) {
    throw invalid(`${path} names neither fields nor children, which any span would match. Name at least one.`);
  }
  const children = given.map((child: unknown, index) =>
    compileNode(child, `${path}.children[${index}]`, [...above, node]),
  );
  return {
    criteria: named ? compileCriteria(fields as Criteria, path) : undefined,
    children,
    size: children.reduce((sum, child) => sum + child.size, 1),
  };
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_CRITERIA', text);
}
