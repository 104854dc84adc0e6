import { TracewrightError } from '../errors.ts';
import { checkOptions, isPlainObject, kindOf } from '../misuse.ts';
import type { Times } from './verdict.ts';

/**
 * Checks how many matches are wanted: a number, or `{ min, max }`, where `max` alone implies a `min` of 1.
 *
 * @throws {TracewrightError} INVALID_OPTION for a number that cannot be a count, and for limits that contradict each other or hold for any count.
 */
export function checkTimes(times: unknown, where: string): Times {
  if (!isPlainObject(times)) {
    const exact = checkCount(times, `${where} option times`);
    return { min: exact, max: exact };
  }
  checkOptions(times, ['min', 'max'], `${where} option times`);
  if (times.min === undefined && times.max === undefined)
    throw invalid(`${where} option times is empty: give min, max or both.`);
  const max = times.max === undefined ? undefined : checkCount(times.max, `${where} option times.max`);
  const min = times.min === undefined ? 1 : checkCount(times.min, `${where} option times.min`);
  if (times.min === undefined && max === 0) {
    throw invalid(
      `${where} option times { max: 0 } contradicts itself: max alone implies at least 1. For absence write times: 0.`,
    );
  }
  if (max !== undefined && min > max) throw invalid(`${where} option times: min ${min} is more than max ${max}.`);
  if (max === undefined && min === 0) throw invalid(`${where} option times { min: 0 } holds for any number of spans.`);
  return { min, max };
}

function checkCount(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`${path} is ${kindOf(value)}; it takes a whole number from 0 on.`);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', text);
}
