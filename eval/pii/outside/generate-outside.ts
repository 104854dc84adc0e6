import type { Row } from '../row.ts';
import { HALVES } from './halves.ts';
import { nationalIdSource } from './national-id.ts';
import { Random } from './random.ts';
import type { Form, Half, HalfSources, Pair, Sample, Source, Template } from './source-types.ts';

export interface OutsideOptions {
  readonly seed: number;
  /** Rows of each source; of each form of a negative, {@link NEGATIVES_PER_ROW} times as many. */
  readonly count: number;
  readonly half: Half;
}

/** Real telemetry holds far more that is innocent. */
const NEGATIVES_PER_ROW = 25;

/** Makes the rows of a half: the same ones for the same seed. */
export function generateOutside({ seed, count, half }: OutsideOptions): Row[] {
  const sources = HALVES[half];
  if (sources === undefined) throw new Error(`The ${half} half of the corpus is not in this checkout.`);
  const random = (name: string): Random => new Random(`${seed} ${half} ${name}`);
  return [
    ...[...sources.sources, ...sources.nationalIds.map(nationalIdSource)].flatMap(source =>
      rowsOf(source, sources, count, random(`${source.type} ${source.name}`)),
    ),
    ...sources.positives.flatMap(form => formRows('pos', form, count, random(form.name))),
    ...sources.negatives.flatMap(form => formRows('neg', form, count * NEGATIVES_PER_ROW, random(form.name))),
  ];
}

function rowsOf(source: Source, { templates }: HalfSources, count: number, random: Random): Row[] {
  return Array.from({ length: count }, () => {
    const sample = source.sample(random);
    const tells = tellsOf(sample, random);
    const template = random.pick(templates.filter(one => one.tells === tells));
    return row('pos', source.type, source.name, fill(template, sample, random), template.name);
  });
}

/** A template must say what the value is, unless the value does so itself: then three rows in ten say nothing. */
function tellsOf({ alone, words }: Sample, random: Random): Template['tells'] {
  if (alone && random.chance(0.3)) return 'nothing';
  return words.length > 0 && random.chance(0.25) ? 'word' : 'key';
}

function fill(template: Template, { keys, words, value }: Sample, random: Random): Pair {
  return template.put({ key: random.pick(keys), word: words.length === 0 ? '' : random.pick(words), value, random });
}

function formRows(label: Row['label'], form: Form, count: number, random: Random): Row[] {
  return Array.from({ length: count }, () => row(label, form.type, form.name, form.pair(random)));
}

function row(label: Row['label'], type: string, source: string, pair: Pair, template?: string): Row {
  return { ...pair, label, type, source, ...(template === undefined ? {} : { template }) };
}
