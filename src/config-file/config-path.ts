/** Where in a document something stands: names of members, places in lists. */
export type ConfigSteps = readonly (string | number)[];

const PLAIN = /^[A-Za-z_$][\w$-]*$/;
const STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/**
 * `policy.allow[0].key`, `policy.levels["my kind"]`
 *
 * @param noun what the document is: `policy`
 */
export function configPath(noun: string, steps: ConfigSteps): string {
  const words = steps.map(step =>
    typeof step === 'number' ? `[${step}]` : PLAIN.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
  );
  return `${noun}${words.join('')}`;
}

/** The steps of the path that a text begins with. */
export function stepsAtStart(noun: string, text: string): ConfigSteps {
  const steps: (string | number)[] = [];
  STEP.lastIndex = noun.length;
  if (!text.startsWith(noun)) return steps;
  for (let match = STEP.exec(text); match !== null; match = STEP.exec(text)) {
    const [, name, index, quoted] = match;
    steps.push(name ?? (index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index)));
  }
  return steps;
}
