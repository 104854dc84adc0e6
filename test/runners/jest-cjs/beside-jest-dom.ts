import '@testing-library/jest-dom';
import type { Span } from 'tracewright';
import 'tracewright/jest';

/** One name, two matchers: the types of both hold. Never run, only compiled. */
export function usage(link: HTMLAnchorElement, span: Span): void {
  expect(link).toHaveAttribute('href', expect.stringContaining('check'));
  expect(link).not.toBeDisabled();
  expect(span).toHaveAttribute('app.amount', 1999);
  expect(span).not.toHaveSpanAttribute('href');
}
