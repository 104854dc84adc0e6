import { suggestion } from '../misuse.ts';
import { SelectorScanner } from './selector-scanner.ts';
import type {
  Combinator,
  Complex,
  Compound,
  Condition,
  Operator,
  Pseudo,
  Relative,
  SelectorValue,
} from './selector-syntax.ts';

const MAX_LENGTH = 10_000;
/** How deep `:not` and `:has` may stand in one another. */
const MAX_DEPTH = 30;
/** Over the whole selector: what is found at one is found from the one before it. */
const MAX_COMBINATORS = 100;

/** Longer ones first: `~=` is not `~` and `=`. */
const OPERATORS: readonly Operator[] = ['!=', '~=', '^=', '$=', '<=', '>=', '=', '<', '>'];
const PSEUDOS = ['first', 'last', 'nth-child', 'not', 'has'];
const KEY = /[\p{L}\d_./-]+/uy;
const WORD = /[\p{L}\d_$@/*+%.:-]+/uy;
const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads a selector: `span[service="orders" name~="charge"] > span[kind=CLIENT], ...`.
 *
 * @throws {TracewrightError} INVALID_SELECTOR, with the column.
 */
export function parseSelector(source: string): readonly Complex[] {
  const scanner = new SelectorScanner(source);
  if (source.length > MAX_LENGTH) {
    throw scanner.error(`the selector is ${source.length} characters long; it may have ${MAX_LENGTH}`, 0);
  }
  const list = parseList(scanner, 0, '');
  const any = list.find(isAnySpan);
  if (any !== undefined) {
    throw scanner.error('`span` alone would match any span; give a condition, as in span[kind="CLIENT"]', any.at);
  }
  return list;
}

function isAnySpan({ compounds, combinators }: Complex): boolean {
  const [only] = compounds;
  return combinators.length === 0 && only?.conditions.length === 0 && only.pseudos.length === 0;
}

/** Complex selectors with commas between them, up to the end or a closing parenthesis. */
function parseList(scanner: SelectorScanner, depth: number, end: '' | ')'): Complex[] {
  const list: Complex[] = [];
  do {
    scanner.skipBlanks();
    list.push(parseComplex(scanner, depth, end));
  } while (scanner.take(','));
  return list;
}

function parseComplex(scanner: SelectorScanner, depth: number, end: '' | ')'): Complex {
  const from = scanner.at;
  const compounds = [parseCompound(scanner, depth)];
  const combinators: Combinator[] = [];
  const sources = [scanner.source.slice(from, scanner.at)];
  for (;;) {
    const blank = scanner.skipBlanks();
    if (scanner.isAtEnd || scanner.next === ',' || (end !== '' && scanner.next === end)) break;
    const combinator = parseCombinator(scanner) ?? (blank ? ' ' : undefined);
    if (combinator === undefined) {
      throw scanner.error(`expected a combinator (a blank, > or ~>), ":", "[" or the end, found ${scanner.found()}`);
    }
    if (++scanner.combinators > MAX_COMBINATORS) {
      throw scanner.error(`the selector has more than ${MAX_COMBINATORS} combinators; that is the limit`);
    }
    scanner.skipBlanks();
    combinators.push(combinator);
    compounds.push(parseCompound(scanner, depth, combinator === ' '));
    sources.push(scanner.source.slice(from, scanner.at));
  }
  return { at: from, compounds, combinators, sources };
}

function parseCombinator(scanner: SelectorScanner): Combinator | undefined {
  if (scanner.take('~>')) return '~>';
  return scanner.take('>') ? '>' : undefined;
}

function parseCompound(scanner: SelectorScanner, depth: number, isAfterBlank = false): Compound {
  // As in CSS, what follows may stand by itself: `:not([kind="CLIENT"])`.
  const isNamed = scanner.take('*') || scanner.match(/span(?![\p{L}\d_.-])/uy) !== undefined;
  if (!isNamed && !/[[:]/.test(scanner.next)) {
    const what = isAfterBlank ? 'span or a combinator (> or ~>)' : 'span';
    throw scanner.error(`expected ${what}, found ${scanner.found()}`);
  }
  const conditions: Condition[] = [];
  const pseudos: Pseudo[] = [];
  for (;;) {
    if (scanner.next === '[') conditions.push(...parseConditions(scanner));
    else if (scanner.next === ':') pseudos.push(parsePseudo(scanner, depth));
    else return { conditions, pseudos };
  }
}

function parseConditions(scanner: SelectorScanner): Condition[] {
  const from = scanner.at;
  scanner.expect('[', '"["');
  const conditions: Condition[] = [];
  for (;;) {
    scanner.skipBlanks();
    const isSeparate = conditions.length > 0 && scanner.take(',');
    if (isSeparate) scanner.skipBlanks();
    if (scanner.isAtEnd) throw scanner.error('this bracket has no closing "]"', from);
    if (scanner.take(']')) break;
    const condition = parseCondition(scanner);
    if (!isSeparate) refuseLooseWord(scanner, conditions.at(-1), condition);
    conditions.push(condition);
  }
  if (conditions.length === 0) throw scanner.error('the brackets are empty; give a condition, or leave them out', from);
  return conditions;
}

/** `[name=charge card]` would ask for the name "charge" and an attribute "card". */
function refuseLooseWord(scanner: SelectorScanner, before: Condition | undefined, { key, test, at }: Condition): void {
  const value = before?.test?.bare === true ? before.test.value : undefined;
  if (test !== undefined || typeof value !== 'string') return;
  const whole = JSON.stringify(`${value} ${key}`);
  throw scanner.error(
    `${JSON.stringify(key)} follows a value without quotes. Write ${before?.key}=${whole}, or put a comma before a key of its own`,
    at,
  );
}

function parseCondition(scanner: SelectorScanner): Condition {
  const { at } = scanner;
  const quoted = scanner.quoted();
  const key = quoted ?? scanner.match(KEY);
  if (key === undefined || key === '') throw scanner.error(`expected a key, found ${scanner.found()}`, at);
  scanner.skipBlanks();
  const place = scanner.at;
  const operator = OPERATORS.find(one => scanner.take(one));
  if (operator === undefined) {
    if (/[\p{P}\p{S}]/u.test(scanner.next) && !/[\]",'_]/.test(scanner.next)) {
      throw scanner.error(`${scanner.found()} is no operator. Valid: ${OPERATORS.join(' ')}`, place);
    }
    return { key, quoted: quoted !== undefined, test: undefined, at };
  }
  scanner.skipBlanks();
  const bare = !/["']/.test(scanner.next);
  return { key, quoted: quoted !== undefined, test: { operator, value: parseValue(scanner, operator), bare }, at };
}

function parseValue(scanner: SelectorScanner, operator: Operator): SelectorValue {
  const { at } = scanner;
  const text = scanner.quoted();
  const bare = text === undefined ? scanner.match(WORD) : undefined;
  if (text === undefined && bare === undefined) {
    throw scanner.error(`expected a value after ${operator}, found ${scanner.found()}`);
  }
  const value = text ?? bareValue(bare ?? '');
  const isText = typeof value === 'string';
  if (/^[~^$]/.test(operator) && !isText) {
    throw scanner.error(`${operator} compares texts; write the value in quotes`, at);
  }
  if (/^[<>]/.test(operator) && typeof value !== 'number' && typeof value !== 'bigint') {
    throw scanner.error(`${operator} compares numbers; ${JSON.stringify(String(value))} is none`, at);
  }
  if (isText && value === '' && /^[~^$]/.test(operator)) {
    throw scanner.error(`${operator} with an empty text would hold for any`, at);
  }
  return value;
}

function bareValue(word: string): SelectorValue {
  if (word === 'true' || word === 'false') return word === 'true';
  if (!NUMBER.test(word)) return word;
  const isBeyond = /^-?\d+$/.test(word) && !Number.isSafeInteger(Number(word));
  return isBeyond ? BigInt(word) : Number(word);
}

function parsePseudo(scanner: SelectorScanner, depth: number): Pseudo {
  const { at } = scanner;
  scanner.expect(':', '":"');
  const name = scanner.match(/[\p{L}\d_-]*/uy) ?? '';
  switch (name) {
    case 'first':
    case 'last':
      return { kind: name };
    case 'nth-child':
      return parseNthChild(scanner);
    case 'not':
    case 'has': {
      if (depth >= MAX_DEPTH) throw scanner.error(`:not and :has are ${MAX_DEPTH} deep here; that is the limit`, at);
      scanner.expect('(', `"(" after :${name}`);
      const from = scanner.at;
      const list = name === 'not' ? parseList(scanner, depth + 1, ')') : parseRelatives(scanner, depth + 1);
      const source = scanner.source.slice(from, scanner.at).trim();
      const any = name === 'not' ? (list as Complex[]).find(isAnySpan) : undefined;
      if (any !== undefined) throw scanner.error(':not(span) would leave no span; give a condition', any.at);
      scanner.expect(')', `")" to close :${name}(`);
      return { kind: name, list, source } as Pseudo;
    }
    default:
      throw scanner.error(`there is no :${name}.${insteadOf(name)}`, at);
  }
}

/** What CSS has and we have not, as we write it. */
const INSTEAD: Readonly<Record<string, string>> = {
  'first-child': ':nth-child(1)',
  root: ':not(span > span)',
  empty: ':not(:has(span))',
  is: 'span[...], span[...]',
};

function insteadOf(name: string): string {
  if (Object.hasOwn(INSTEAD, name)) return ` Write ${INSTEAD[name]}`;
  return suggestion(name, PSEUDOS).replace(/\.$/, '');
}

function parseRelatives(scanner: SelectorScanner, depth: number): Relative[] {
  const list: Relative[] = [];
  do {
    scanner.skipBlanks();
    const combinator = parseCombinator(scanner) ?? ' ';
    scanner.skipBlanks();
    list.push({ combinator, complex: parseComplex(scanner, depth, ')') });
  } while (scanner.take(','));
  return list;
}

/** `odd`, `even`, `3`, `2n`, `2n+1`, `-n + 3`: CSS's an+b. */
function parseNthChild(scanner: SelectorScanner): Pseudo {
  scanner.expect('(', '"(" after :nth-child');
  const from = scanner.at;
  const source = (scanner.match(/[^)]*/y) ?? '').trim();
  scanner.expect(')', '")" to close :nth-child(');
  if (source === 'odd') return { kind: 'nth-child', a: 2, b: 1, source };
  if (source === 'even') return { kind: 'nth-child', a: 2, b: 0, source };
  const single = /^\+?\d{1,9}$/.exec(source);
  if (single !== null && Number(source) > 0) return { kind: 'nth-child', a: 0, b: Number(source), source };
  const parts = /^([+-]?\d{0,9})n(?:\s*([+-])\s*(\d{1,9}))?$/.exec(source);
  const [, a = '', sign = '+', b = '0'] = parts ?? [];
  const step = a === '' || a === '+' ? 1 : a === '-' ? -1 : Number(a);
  const offset = sign === '-' ? -Number(b) : Number(b);
  if (parts === null || (step <= 0 && offset <= 0)) {
    throw scanner.error('expected a place from 1 on, odd, even, or a formula such as 2n+1', from);
  }
  if (step === 1 && offset <= 1) throw scanner.error(`every place is one of ${source}; give fewer, as in 2n+1`, from);
  return { kind: 'nth-child', a: step, b: offset, source };
}
