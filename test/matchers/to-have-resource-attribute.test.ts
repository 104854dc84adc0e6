import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = buildTrace([
  {
    name: 'work',
    resource: { 'deployment.environment': 'test', 'host.cores': 2 },
    attributes: { 'tenant.id': 'acme' },
    children: [{ name: 'more' }],
  },
]);
const work = trace.get('work');

test('holds for the key, and the value when one is given', () => {
  expect(work).toHaveResourceAttribute('host.cores');
  expect(work).toHaveResourceAttribute('host.cores', 2);
  expect(work).toHaveResourceAttribute('service.name', /^gate/);
  expect(work).not.toHaveResourceAttribute('host.cores', 4);
  expect(work).not.toHaveResourceAttribute('tenant.id');
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(trace.spans).toHaveResourceAttribute('service.name', 'gateway');
  expect(() => expect(trace.spans).toHaveResourceAttribute('host.cores')).toThrow(/1 of 2 spans fails/);
  expect(() => expect(trace.spans).not.toHaveResourceAttribute('host.cores')).toThrow(/1 of 2 spans fails/);
});

test('works as an asymmetric matcher', () => {
  expect({ work }).toEqual({ work: expect.toHaveResourceAttribute('host.cores', 2) });
  expect({ work }).toEqual({ work: expect.not.toHaveResourceAttribute('x') });
});

test('an attribute under its other name never makes a negation pass', () => {
  const text = failureOf(() => expect(work).not.toHaveResourceAttribute('deployment.environment.name', 'test'));
  expect(text).toContain('Hint: deployment.environment is the name of the old');
});

test('an attribute that was dropped never makes a negation pass', () => {
  const resource = { ...work.resource, droppedAttributesCount: 2 };
  const dropped = buildTrace([{ data: { resource } }]).get('work');
  expect(failureOf(() => expect(dropped).not.toHaveResourceAttribute('x'))).toMatch(
    /INCOMPLETE: the resource of "work" has no such attribute/,
  );
});

test('says that the attribute is on the span itself', () => {
  expect(failureOf(() => expect(work).toHaveResourceAttribute('tenant.id', 'acme'))).toMatchInlineSnapshot(`
    "expect(span).toHaveResourceAttribute(key, value)

    Expected on the resource of "work":  tenant.id = "acme"
    Received:                            no such attribute
    It has:                              service.name, host.cores, deployment.environment

    trace 4bf92f35, 1 service, 2 spans, 11 ms
    gateway  INTERNAL  work     10 ms  <- this span
    gateway  INTERNAL  └─ more  10 ms

    Hint: the attribute is on the span itself: toHaveAttribute looks there.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('negated, shows the value', () => {
  expect(failureOf(() => expect(work).not.toHaveResourceAttribute('host.cores'))).toMatchInlineSnapshot(`
    "expect(span).not.toHaveResourceAttribute(key)

    Expected the resource of "work" not to have:  host.cores
    Received:                                     host.cores = 2

    trace 4bf92f35, 1 service, 2 spans, 11 ms
    gateway  INTERNAL  work     10 ms  <- has it
    gateway  INTERNAL  └─ more  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});
