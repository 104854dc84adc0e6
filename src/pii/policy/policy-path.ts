/** Where in a policy something stands: names of members, places in lists. */
export type PolicySteps = readonly (string | number)[];

const PLAIN = /^[A-Za-z_$][\w$-]*$/;
const STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** `policy.allow[0].key`, `policy.levels["my kind"]` */
export function policyPath(steps: PolicySteps): string {
  const words = steps.map(step =>
    typeof step === 'number' ? `[${step}]` : PLAIN.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
  );
  return `policy${words.join('')}`;
}

/** The steps of the path that a text begins with. */
export function stepsAtStart(text: string): PolicySteps {
  const steps: (string | number)[] = [];
  STEP.lastIndex = 'policy'.length;
  if (!text.startsWith('policy')) return steps;
  for (let match = STEP.exec(text); match !== null; match = STEP.exec(text)) {
    const [, name, index, quoted] = match;
    steps.push(name ?? (index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index)));
  }
  return steps;
}
