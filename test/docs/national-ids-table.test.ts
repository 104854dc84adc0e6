import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NATIONAL_ID_EXAMPLES, WITHOUT_CHECK_DIGIT } from '../../eval/pii/national-id-examples.ts';
import { named, TAX_NUMBER } from '../../src/pii/national-ids/national-id-form.ts';
import { NATIONAL_ID_FORMS } from '../../src/pii/national-ids/national-id-forms.ts';

const TAX_NAMES = named(TAX_NUMBER);

/** The table as the code has it: a form a row. */
function rows(): string[] {
  return NATIONAL_ID_FORMS.map(({ form, names, byItself }) => {
    const own = names.filter(name => !TAX_NAMES.includes(name)).map(name => `\`${name}\``);
    const all = own.length < names.length ? [...own, 'those of tax numbers'] : own;
    const examples = NATIONAL_ID_EXAMPLES[form] ?? [];
    const alone = examples.find(example => byItself?.test(example) === true);
    const check = WITHOUT_CHECK_DIGIT.has(form) ? 'no' : 'yes';
    return `| ${form} | ${all.join(', ')} | ${check} | ${alone === undefined ? 'no' : `as \`${alone}\``} |`;
  });
}

test('docs/pii.md lists all national ids', () => {
  const page = readFileSync('docs/pii.md', 'utf8');
  const [, section = ''] = page.split('\n## National ids\n');
  expect(section.split('\n').filter(line => /^\| (?!form|---)/.test(line))).toEqual(rows());
  const countries = new Set(
    NATIONAL_ID_FORMS.map(({ form }) => form.slice(0, 2)).filter(code => /^[A-Z]{2}$/.test(code)),
  );
  expect(section).toContain(`${countries.size} countries`);
  expect(section).toContain(TAX_NAMES.map(name => `\`${name}\``).join(', '));
});
