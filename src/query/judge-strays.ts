import type { Trace } from '../model/trace.ts';
import { allBeside, type Beside } from './beside.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { gapsOf, hasGaps } from './gaps.ts';
import type { StraysVerdict } from './verdict.ts';

/**
 * Judges whether these captures have no strays, those aside of which a top span matches one of `except`, and work that
 * also begins while no capture runs. A stray of captures that ran at the same time may belong to another of them.
 */
export function judgeNoStrays(traces: readonly Trace[], except: readonly CompiledCriteria[]): StraysVerdict {
  const all = allBeside(traces).filter(({ kind }) => kind === 'stray');
  const strays = all.filter(beside => !isBackground(beside));
  const kept = strays.filter(({ trace }) => !isExcepted(trace, except));
  // A parent that never arrived, or dropped data, says nothing of other traces.
  const gaps = { ...gapsOf(traces), orphans: [], dropped: [] };
  const isCertain = kept.some(({ shared }) => !shared);
  const isUnknown = kept.length > 0 || hasGaps(gaps);
  return {
    outcome: isCertain ? 'fail' : isUnknown ? 'incomplete' : 'pass',
    traces,
    strays: kept,
    excepted: strays.length - kept.length,
    background: all.length - strays.length,
    except: except.map(({ wanted }) => wanted),
    gaps,
  };
}

function isBackground({ captured, trace }: Beside): boolean {
  return captured.backgroundStrays.includes(trace);
}

function isExcepted({ roots, orphans }: Trace, except: readonly CompiledCriteria[]): boolean {
  return [...roots, ...orphans].some(span => except.some(criteria => criteria.matches(span)));
}
