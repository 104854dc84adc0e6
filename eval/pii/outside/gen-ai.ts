import type { Random } from './random.ts';
import type { Form } from './source-types.ts';

const QUESTIONS = [
  'summarise the report of last week',
  'why is the order late',
  'translate this sentence',
  'list three ideas',
];

/** What people ask and models answer: no personal data, so that only the name of the attribute tells. */
export function chat(random: Random): string {
  return `${random.pick(['Please', 'Can you', 'Now'])} ${random.pick(QUESTIONS)} (${random.int(1, 9999)})`;
}

/** Messages as the GenAI conventions write them. */
export function messages(random: Random): string {
  return JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: chat(random) }] }]);
}

export function contentForm(name: string, keys: readonly string[], value: (random: Random) => string): Form {
  return { name, type: 'gen-ai-content', pair: random => ({ key: random.pick(keys), value: value(random) }) };
}

export function neighbourForm(name: string, keys: readonly string[], values: readonly string[]): Form {
  return {
    name,
    type: 'beside gen-ai content',
    pair: random => ({ key: random.pick(keys), value: random.fill(random.pick(values)) }),
  };
}
