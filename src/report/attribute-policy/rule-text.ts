import type { CompiledRule } from '../../contract/attribute-policy/compile-rule.ts';
import type { PolicyScope } from '../../contract/attribute-policy/policy-criteria.ts';
import type {
  AttributeDeviation,
  AttributePlace,
  CardinalityBreach,
  IdleRule,
} from '../../contract/attribute-policy/verdict.ts';
import { nearestName } from '../../nearest-name.ts';
import { wantedLines } from '../field-text.ts';
import type { Style } from '../page.ts';
import { plain } from '../quote.ts';
import { count, list } from '../rows.ts';
import { valueText } from '../value-text.ts';

const MAX_VALUES = 8;

const PLACES: Readonly<Record<AttributePlace, string>> = {
  span: '',
  event: ' (of an event)',
  link: ' (of a link)',
  resource: ' (of the resource)',
};

/** `app.order.status = "opne" is not an allowed value: "open", "paid"` */
export function deviationLine(deviation: AttributeDeviation): string {
  if (deviation.kind === 'required') {
    const { rule, otherName } = deviation;
    const other =
      otherName === undefined ? '' : `; it is there as ${plain(otherName, 80)}, its other name in the conventions`;
    return `${plain(rule.key, 80)}${rule.place === 'resource' ? PLACES.resource : ''} is missing${other}`;
  }
  const { key, value, place } = deviation;
  const has = `${plain(key, 80)}${PLACES[place]} = ${valueText(value, key)}`;
  switch (deviation.kind) {
    case 'forbidden': {
      const { rule } = deviation;
      const other = rule.matches(key) ? '' : `: it is the old name of ${plain(rule.key, 80)}`;
      return `${plain(key, 80)}${PLACES[place]} is forbidden${other}`;
    }
    case 'type':
      return `${has} is not of the type ${deviation.rule.type ?? ''}`;
    case 'values':
      return `${has} is not an allowed value: ${allowedText(deviation.rule)}`;
    default: {
      const { namespace, keys } = deviation.closed;
      const nearest = nearestName(key, keys);
      const meant = nearest === undefined ? '' : `; did you mean ${plain(nearest, 80)}?`;
      return `${plain(key, 80)}${PLACES[place]} is not a key that ${plain(namespace, 60)} allows${meant}`;
    }
  }
}

/** Why it is a deviation: what the policy says. */
export function ruleLine(deviation: AttributeDeviation): string[] {
  if (deviation.kind === 'not allowed') {
    const { keys } = deviation.closed;
    return [`Allowed: ${keys.length === 0 ? 'none' : someOf(keys.map(key => plain(key, 60)))}`];
  }
  const { rule, kind } = deviation;
  const scope = kind === 'required' ? rule.required : kind === 'forbidden' ? rule.forbidden : undefined;
  return [
    ...(scope === undefined ? [] : [`Policy: ${kind} on ${scopeText(scope)}`]),
    ...(rule.description === undefined ? [] : [`About: ${plain(rule.description, 100)}`]),
  ];
}

/** A key that has too many different values, and some of them. */
export function breachLines(
  { rule, key, count: number, samples }: CardinalityBreach,
  place: number,
  counted: number,
  { palette }: Style,
): string[] {
  const values = samples.map(sample => valueText(sample, key));
  const more = number > samples.length ? ', ...' : '';
  const has = `${plain(key, 80)} has ${number.toLocaleString('en-US')} different values; the policy allows ${rule.max}`;
  return [
    `${place}. ${palette.received(has)}`,
    ...(rule.description === undefined ? [] : [`   About: ${plain(rule.description, 100)}`]),
    `   among ${count(counted, 'span')} of these traces and of all that their receiver holds: ${plain(values.join(', '), 160)}${more}`,
  ];
}

/** `app.tenant.id: no span matches required (kind SERVER)` */
export function idleLine(idle: IdleRule): string {
  if (idle.part === 'allowed') return `${plain(idle.closed.namespace, 60)}: no span has a key in it`;
  const { rule, part } = idle;
  const key = `${plain(rule.key, 80)}${rule.place === 'resource' ? PLACES.resource : ''}`;
  if (part === 'value') return `${key}: no ${rule.place} has it, so its values were not judged`;
  const scope = part === 'required' ? rule.required : rule.forbidden;
  return `${key}: no span matches ${part} (${scope === undefined ? '' : scopeText(scope)})`;
}

function scopeText(scope: PolicyScope): string {
  if (scope === 'all') return 'every span';
  return list(
    scope.map(({ wanted }) => wantedLines(wanted).join(', ')),
    'or',
  );
}

function allowedText({ values }: CompiledRule): string {
  if (values === undefined) return '';
  if (typeof values.given === 'string') return `what matches ${plain(values.given, 100)}`;
  return someOf(values.given.map(value => valueText(value)));
}

function someOf(words: readonly string[]): string {
  const shown = words.slice(0, MAX_VALUES);
  const rest = words.length - shown.length;
  return [...shown, ...(rest > 0 ? [`... ${rest} more`] : [])].join(', ');
}
