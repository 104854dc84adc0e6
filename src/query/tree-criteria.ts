import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf, refuseUndefined } from '../misuse.ts';
import type { Criteria } from '../model/trace.ts';
import { nearestName } from '../nearest-name.ts';
import { type CompiledCriteria, compileCriteria } from './compile-criteria.ts';
import { CRITERIA } from './criteria-fields.ts';

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
/** More nodes than these belong in a snapshot: what they would be laid over grows with their square. */
const MAX_NODES = 1_000;

/**
 * Checks a tree: nodes are criteria, those that are objects may have `children`.
 *
 * @throws {TracewrightError} what {@link compileCriteria} throws, with the node's path.
 */
export function compileTree(tree: unknown, where: string): TreeNode {
  refuseBoundless(tree, `${where}: tree`);
  refuseUndefined(tree, `${where}: tree`);
  return compileNode(tree, `${where}: tree`);
}

/** Before anything walks the tree: one that contains itself has no end, and a very deep one would end the stack. */
function refuseBoundless(tree: unknown, top: string): void {
  let size = 0;
  const level = (node: unknown, path: string, above: readonly unknown[]): void => {
    if (isPlainObject(node) && above.includes(node)) throw invalid(`${path} contains itself.`);
    if (above.length >= MAX_DEPTH)
      throw invalid(`${top} is more than ${MAX_DEPTH} levels deep, the most that it may be.`);
    if (++size > MAX_NODES) {
      throw invalid(
        `${top} has more than ${MAX_NODES.toLocaleString('en-US')} nodes, the most that it may have. toMatchTraceSnapshot holds a large trace as a whole.`,
      );
    }
    const children = isPlainObject(node) && !isAsymmetricMatcher(node) ? node.children : undefined;
    if (!Array.isArray(children)) return;
    for (let index = 0; index < children.length; index++) {
      level(children[index], `${path}.children[${index}]`, [...above, node]);
    }
  };
  level(tree, top, []);
}

function compileNode(node: unknown, path: string): TreeNode {
  if (!isPlainObject(node) || isAsymmetricMatcher(node) || !Object.hasOwn(node, 'children')) {
    if (isPlainObject(node)) suggestChildren(node, path);
    return { criteria: compileCriteria(node as Criteria, path), children: [], size: 1 };
  }
  const { children: given, ...fields } = node;
  if (!Array.isArray(given)) throw invalid(`${path}.children is ${kindOf(given)}; it takes an array of nodes.`);
  const named = Object.keys(fields).length > 0;
  if (!named && given.length === 0) {
    throw invalid(`${path} names neither fields nor children, which any span would match. Name at least one.`);
  }
  const children = given.map((child: unknown, index) => compileNode(child, `${path}.children[${index}]`));
  return {
    criteria: named ? compileCriteria(fields as Criteria, path) : undefined,
    children,
    size: children.reduce((sum, child) => sum + child.size, 1),
  };
}

const NODE_KEYS: readonly string[] = [...Object.keys(CRITERIA), 'children'];

/** The one key that a node has and criteria have not. */
function suggestChildren(node: object, path: string): void {
  const slip = Object.keys(node).find(key => nearestName(key, NODE_KEYS) === 'children');
  if (slip !== undefined) {
    throw new TracewrightError('UNKNOWN_CRITERION', `${path} has no criterion "${slip}". Did you mean "children"?`);
  }
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_CRITERIA', text);
}
