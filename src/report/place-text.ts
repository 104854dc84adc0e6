import type { Span } from '../model/trace.ts';
import type { Standing } from '../query/verdict.ts';
import { plain, shortId } from './quote.ts';
import { list } from './rows.ts';
import { spanLabel } from './span-label.ts';

const MAX_LINKS = 2;

/** A place as a selector asks for it, or where a span stands as far as that was asked. */
export function placeText(place: unknown): string {
  return typeof place === 'string' ? plain(place, 160) : standingText(place as Standing);
}

function standingText(standing: Standing): string {
  const { span } = standing;
  switch (standing.kind) {
    case 'below':
      return belowText(span);
    case 'linked':
      return linksText(span);
    case 'nth':
      return nthText(span, standing.place());
    case 'end': {
      const holder = standing.holder();
      if (holder === span) return standing.wanted;
      return holder === undefined
        ? `no span is ${standing.wanted}: none meets the rest`
        : `${standing.wanted} is ${spanLabel(holder)}`;
    }
    case 'has': {
      const outcome = standing.outcome();
      if (outcome === 'pass') return standing.wanted;
      const none = `no ${REACHES[standing.reach ?? 'several']} matches that`;
      return outcome === 'fail' ? none : `${none}, as far as is known: some data is missing`;
    }
    case 'not': {
      const outcome = standing.outcome();
      if (outcome === 'pass') return standing.wanted;
      const refused = plain(standing.refused, 120);
      return outcome === 'fail' ? `it matches ${refused}` : `it may match ${refused}: some data is missing`;
    }
  }
}

const REACHES = {
  below: 'span below it',
  child: 'child of it',
  link: 'span that links to it',
  several: 'span that stands so to it',
} as const;

function belowText(span: Span): string {
  const { parent, trace } = span;
  if (parent !== undefined) return `child of ${spanLabel(parent)}`;
  return trace.orphans.includes(span) ? 'an orphan: its parent never arrived' : 'a root';
}

function linksText({ links, trace }: Span): string {
  if (links.length === 0) return 'linked to nothing';
  const shown = links.slice(0, MAX_LINKS).map(link => {
    const target = trace.linkTarget(link);
    return target === undefined ? `${shortId(link.spanId)}, a span that never arrived` : spanLabel(target);
  });
  const rest = links.length - shown.length;
  return `linked to ${list(rest > 0 ? [...shown, `${rest} more`] : shown)}`;
}

function nthText(span: Span, place: number): string {
  const { parent, trace } = span;
  if (parent !== undefined) return `child ${place} of ${parent.children.length} below ${spanLabel(parent)}`;
  return trace.roots.includes(span) ? `root ${place} of ${trace.roots.length}` : 'cut off from its parent';
}
