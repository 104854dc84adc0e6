import '@testing-library/jest-dom/vitest';
import type { Span } from 'tracewright';
import { expect } from 'vitest';
import 'tracewright/vitest';

/** One name, two matchers: the types of both hold. Never run, only compiled. */
export function usage(link: HTMLAnchorElement, span: Span): void {
  expect(link).toHaveAttribute('href', expect.stringContaining('check'));
  expect(link).not.toBeDisabled();
  expect(span).toHaveAttribute('app.amount', 1999);
  expect(span).not.toHaveSpanAttribute('href');
}
