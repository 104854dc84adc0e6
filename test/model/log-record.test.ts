import { describe, expect, it } from 'vitest';
import { isLogRecord, LogRecord, type LogRecordData, SEVERITY_NAMES } from '../../src/model/log-record.ts';
import { buildLogRecord } from '../build-log-record.ts';

const DATA: LogRecordData = { ...buildLogRecord() };

describe('LogRecord', () => {
  it('has as its own properties exactly what was sent', () => {
    expect({ ...new LogRecord(DATA) }).toStrictEqual(DATA);
  });

  it('derives its service from the resource', () => {
    expect(new LogRecord(DATA).service).toBe('orders');
    const resource = { ...DATA.resource, attributes: {} };
    expect(new LogRecord({ ...DATA, resource }).service).toBe('unknown_service');
  });

  it('cannot be changed', () => {
    expect(() => Object.assign(new LogRecord(DATA), { body: 'other' })).toThrow(TypeError);
  });

  it('is told from other values by its brand, which another copy of the package shares', () => {
    expect(isLogRecord(new LogRecord(DATA))).toBe(true);
    expect(isLogRecord({ [Symbol.for('tracewright.LogRecord')]: true })).toBe(true);
    expect([DATA, {}, null, undefined, 'log'].map(isLogRecord)).toStrictEqual([false, false, false, false, false]);
  });
});

describe('SEVERITY_NAMES', () => {
  it.each([
    [0, 'UNSPECIFIED'],
    [1, 'TRACE'],
    [5, 'DEBUG'],
    [9, 'INFO'],
    [13, 'WARN'],
    [17, 'ERROR'],
    [21, 'FATAL'],
    [24, 'FATAL4'],
  ])('has the name of %i', (number, name) => {
    expect(SEVERITY_NAMES[number]).toBe(name);
  });

  it('ends with 24', () => {
    expect(SEVERITY_NAMES).toHaveLength(25);
  });
});
