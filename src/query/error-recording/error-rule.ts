import type { RecordedException, SpanFacts } from './span-facts.ts';
import type { SentCode } from './status-codes.ts';

/** What shows that a span breaks a rule, apart from its status. */
export interface ErrorEvidence {
  readonly attribute?: SentCode | undefined;
  readonly exception?: RecordedException;
}

/** A rule about how errors are recorded on spans. */
export interface ErrorRule {
  readonly id: string;
  readonly says: string;
  /** Where the semantic conventions have it. */
  readonly section: { readonly title: string; readonly url: string };
  readonly fix: string;
  /** Rules about the same thing are told once: that the status is wrong, that its reason is missing. */
  readonly about: 'status' | 'reason';
  /** A span breaks it by what it has not: an exception or an attribute, which may have been dropped. */
  readonly restsOnAbsence?: true;
  /** What breaks the rule; undefined when the span keeps it. */
  readonly evidence: (facts: SpanFacts) => ErrorEvidence | undefined;
}
