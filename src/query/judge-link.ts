import type { SpanLink } from '../model/span-data.ts';
import type { Span } from '../model/trace.ts';
import { isCriteria, meets, targetOf, type Wanted } from './relation.ts';
import type { LinkedTo, LinkVerdict } from './verdict.ts';

/** Judges whether a span links to another, of whatever trace. */
export function judgeLink(span: Span, wanted: Wanted): LinkVerdict {
  const links = span.links.map(link => followLink(span, link, wanted));
  const met = links.find(({ meets: answer }) => answer === true);
  const doubt = links.find(({ meets: answer }) => typeof answer === 'string')?.meets;
  const unknown =
    met !== undefined
      ? undefined
      : typeof doubt === 'string'
        ? doubt
        : links.some(({ meets: answer }) => answer === undefined)
          ? 'not-arrived'
          : span.droppedLinksCount > 0
            ? 'dropped-links'
            : undefined;
  return {
    outcome: met !== undefined ? 'pass' : unknown === undefined ? 'fail' : 'incomplete',
    span,
    target: targetOf(wanted),
    links,
    unknown,
    renamed: isCriteria(wanted) ? links.flatMap(({ target }) => (target && wanted.matchesRenamed(target)) ?? []) : [],
    isParent: span.parent !== undefined && meets(span.parent, wanted) === true,
    isReversed: () => !isCriteria(wanted) && wanted.links.some(link => names(link, span)),
  };
}

function followLink(span: Span, link: SpanLink, wanted: Wanted): LinkedTo {
  const target = span.trace.linkTarget(link);
  if (!isCriteria(wanted)) return { link, target, meets: names(link, wanted) };
  return { link, target, meets: target === undefined ? undefined : meets(target, wanted) };
}

function names(link: SpanLink, span: Span): boolean {
  return link.traceId === span.traceId && link.spanId === span.spanId;
}
