import type { CanaryForm } from './canary-form.ts';

/** The value's own end: that of an e-mail address is a domain that others have too. */
const endOf = (value: string): string | undefined => (value.includes('@') || value.length < 16 ? undefined : value);
const isMixed = (value: string): boolean => (value.match(/\d/g)?.length ?? 0) * 2 <= value.length;

/** Values of which a part is left out. */
export const CUT_FORMS: readonly CanaryForm[] = [
  { name: 'only the end', write: value => endOf(value) && `...${value.slice(-12)}` },
  { name: 'only the end, with one sign', write: value => endOf(value) && `id \u2026${value.slice(-12)}, done` },
  { name: 'only the end, masked', write: value => endOf(value) && `********${value.slice(-12)}` },
  {
    name: 'the middle left out',
    write: value => (isMixed(value) ? endOf(value) && `${value.slice(0, 8)}...${value.slice(-8)}` : undefined),
  },
  { name: 'the beginning, and a sign', write: value => endOf(value) && `for ${value.slice(0, 12)}... (cut), retry` },
  { name: 'the beginning, masked', write: value => endOf(value) && `for ${value.slice(0, 12)}****, retry` },
  {
    name: 'the beginning in JSON',
    write: value => endOf(value) && JSON.stringify({ id: 1, note: `${value.slice(0, 12)}...`, more: 2 }),
  },
];
