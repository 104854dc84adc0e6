import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeTraces } from '../../src/recording/write-traces.ts';
import { buildTrace } from '../build-trace.ts';
import { encodeRequest } from '../otlp/encode-request.ts';
import { EVERY_FIELD } from '../otlp/every-field.ts';
import { readAll, readTraces, tempFolder } from './temp-files.ts';

const { folder, path, write, errorOf } = tempFolder();

const LINE = JSON.stringify(EVERY_FIELD);
const JAEGER = { traceID: 'a', spans: [{ traceID: 'a', spanID: '1' }], processes: {} };
const ZIPKIN = { traceId: 'a', id: '1' };

/** A line whose span has this in place of its name. */
function named(name: unknown): string {
  return LINE.replace('"POST /charge"', JSON.stringify(name));
}

/** What reading each of these contents says. */
async function errorsOf(contents: Readonly<Record<string, unknown>>, options = {}): Promise<string> {
  const errors: string[] = [];
  for (const [name, content] of Object.entries(contents)) {
    errors.push(`${name}\n  ${await errorOf(readAll(write('f', content), options))}`);
  }
  return errors.join('\n');
}

describe('a file that cannot be read', () => {
  it('that is not there, or no file, says so', async () => {
    write('checkout.jsonl', LINE);
    mkdirSync(path('folder'));
    const errors: string[] = [];
    for (const name of ['chekout.jsonl', 'nothing-like-it', 'no-folder/traces.jsonl', 'folder']) {
      errors.push(await errorOf(readAll(path(name))));
    }
    expect(errors.join('\n')).toMatchInlineSnapshot(`
      "TRACE_FILE_UNREADABLE: cannot read DIR/chekout.jsonl: there is no such file. Did you mean "checkout.jsonl"?
      TRACE_FILE_UNREADABLE: cannot read DIR/nothing-like-it: there is no such file.
      TRACE_FILE_UNREADABLE: cannot read DIR/no-folder/traces.jsonl: there is no such directory.
      TRACE_FILE_UNREADABLE: cannot read DIR/folder: it is a directory."
    `);
  });

  it('that holds no traces is an error', async () => {
    expect(
      await errorsOf({
        'an empty file': '',
        'white space': '\n\n',
        'a byte order mark': '\ufeff',
        'empty gzip': gzipSync(''),
        'OTLP without spans': '{"resourceSpans":[]}\n{}\n',
        'Jaeger without traces': { data: [], errors: [{ code: 404, msg: 'trace not found' }] },
        'Zipkin without spans': [],
        'Zipkin without traces': [[], []],
      }),
    ).toMatchInlineSnapshot(`
      "an empty file
        NO_TRACES: DIR/f holds no traces.
      white space
        NO_TRACES: DIR/f holds no traces.
      a byte order mark
        NO_TRACES: DIR/f holds no traces.
      empty gzip
        NO_TRACES: DIR/f holds no traces.
      OTLP without spans
        NO_TRACES: DIR/f holds no traces.
      Jaeger without traces
        NO_TRACES: DIR/f holds no traces.
      Zipkin without spans
        NO_TRACES: DIR/f holds no traces.
      Zipkin without traces
        NO_TRACES: DIR/f holds no traces."
    `);
  });

  it('that holds something else says what', async () => {
    expect(
      await errorsOf({
        'logs alone': '{"resourceLogs":[{}]}\n',
        'an empty request of logs': '{"resourceLogs":[]}',
        'metrics and profiles alone': '{"resourceMetrics":[{}]}\n{"resourceMetrics":[]}\n{"resourceProfiles":[{}]}\n',
        'logs that are no list': `${LINE}\n{"resourceLogs":{}}`,
        'logs that are numbers': `${LINE}\n{"resourceLogs":[{},1]}`,
        'logs that are not JSON': `${LINE}\n{"resourceLogs":[{"scopeLogs":[1,]}]}`,
        'logs in a file of Jaeger': `${JSON.stringify(JAEGER)}\n{"resourceLogs":[]}\n`,
        'another object after logs': `{"resourceLogs":[]}\n{"name":"x"}`,
        'snake case': '{"resource_spans":[]}',
        'trace events': { traceEvents: [{ name: 'x' }] },
        'another object': { name: 'x', version: 1, a: 1, b: 2, c: 3, d: 4 },
        'an array of other objects': [{ name: 'x' }],
        'an array of logs': [{ resourceLogs: [] }],
        'an array of numbers': [1, 2],
        'a list that is none': { data: { traceID: 'a' } },
        'a number': '42',
        text: 'level=info msg="started"',
        'two formats': `${LINE}\n${JSON.stringify(JAEGER)}\n`,
      }),
    ).toMatchInlineSnapshot(`
      "logs alone
        NO_TRACES: DIR/f holds no traces. It holds 1 line of logs.
      an empty request of logs
        NO_TRACES: DIR/f holds no traces. It holds 1 line of logs.
      metrics and profiles alone
        NO_TRACES: DIR/f holds no traces. It holds 2 lines of metrics, 1 line of profiles.
      logs that are no list
        MALFORMED_TRACE_FILE: DIR/f, line 2: resourceLogs must be an array; found "{}".
      logs that are numbers
        MALFORMED_TRACE_FILE: DIR/f, line 2: resourceLogs[1] must be an object; found "1".
      logs that are not JSON
        MALFORMED_TRACE_FILE: DIR/f, line 2, column 34: expected a value; found "]}".
      logs in a file of Jaeger
        MALFORMED_TRACE_FILE: DIR/f, line 2: found OTLP JSON in a file that began as Jaeger JSON.
      another object after logs
        MALFORMED_TRACE_FILE: DIR/f, line 2: found an object with "name". What can be read: OTLP JSON lines (resourceSpans), Jaeger JSON (data, or traceID, spans and processes), Zipkin v2 JSON (an array of spans with traceId and id).
      snake case
        MALFORMED_TRACE_FILE: DIR/f, line 1: the file holds resource_spans; in the JSON of OTLP the name is resourceSpans.
      trace events
        MALFORMED_TRACE_FILE: DIR/f, line 1: the file holds Chrome's trace events (traceEvents), not distributed traces.
      another object
        MALFORMED_TRACE_FILE: DIR/f, line 1: found an object with "name", "version", "a", "b", "c", .... What can be read: OTLP JSON lines (resourceSpans), Jaeger JSON (data, or traceID, spans and processes), Zipkin v2 JSON (an array of spans with traceId and id).
      an array of other objects
        MALFORMED_TRACE_FILE: DIR/f, line 1: found an object with "name". What can be read: OTLP JSON lines (resourceSpans), Jaeger JSON (data, or traceID, spans and processes), Zipkin v2 JSON (an array of spans with traceId and id).
      an array of logs
        MALFORMED_TRACE_FILE: DIR/f, line 1: the file holds logs (resourceLogs), not traces.
      an array of numbers
        MALFORMED_TRACE_FILE: DIR/f, line 1: an array of traces or spans holds objects; found "1".
      a list that is none
        MALFORMED_TRACE_FILE: DIR/f, line 1: data must be an array; found "{\\"traceID\\":\\"a\\"}".
      a number
        MALFORMED_TRACE_FILE: DIR/f, line 1, column 1: expected "{" or "["; found "42".
      text
        MALFORMED_TRACE_FILE: DIR/f, line 1, column 1: expected "{" or "["; found "level=info msg=\\"star".
      two formats
        MALFORMED_TRACE_FILE: DIR/f, line 2: found Jaeger JSON in a file that began as OTLP JSON."
    `);
  });

  it('that is binary says so', async () => {
    const protobuf = encodeRequest(EVERY_FIELD);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(protobuf.length);
    expect(
      await errorsOf({
        protobuf,
        'protobuf with its length, as the Collector writes it': Buffer.concat([length, protobuf]),
        'zipped protobuf': gzipSync(protobuf),
        'UTF-16': Buffer.from(`\ufeff${LINE}`, 'utf16le'),
      }),
    ).toMatchInlineSnapshot(`
      "protobuf
        MALFORMED_TRACE_FILE: DIR/f: it is binary, perhaps protobuf (it holds 0x03 at byte 2); what can be read is JSON: OTLP lines, Jaeger or Zipkin v2.
      protobuf with its length, as the Collector writes it
        MALFORMED_TRACE_FILE: DIR/f: it is binary, perhaps protobuf (it holds 0x00 at byte 0); what can be read is JSON: OTLP lines, Jaeger or Zipkin v2.
      zipped protobuf
        MALFORMED_TRACE_FILE: DIR/f: it is binary, perhaps protobuf (it holds 0x03 at byte 2); what can be read is JSON: OTLP lines, Jaeger or Zipkin v2.
      UTF-16
        MALFORMED_TRACE_FILE: DIR/f: it is UTF-16; traces are read as UTF-8."
    `);
  });

  it('that is cut off or not JSON says where', async () => {
    const indented = JSON.stringify(EVERY_FIELD, undefined, 2);
    expect(
      await errorsOf({
        'the last line is cut off': `${LINE}\n${LINE}\n${LINE.slice(0, 700)}`,
        'a line within is cut off': `${LINE}\n${LINE.slice(0, 700)}\n${LINE}\n`,
        'a line is cut off outside of its spans': `${LINE}\n{"resourceSpans":[\n`,
        'the first line is cut off': `${LINE.slice(0, 700)}\n${LINE}\n`,
        'a document is cut off': indented.slice(0, 2000),
        'a list is cut off': JSON.stringify([ZIPKIN, ZIPKIN]).slice(0, -1),
        'a trailing comma': '[{"traceId":"a","id":"1"},]',
        'a fault within': `${LINE}\n${LINE.replace('"kind":3', '"kind":x')}\n`,
        'a fault within a document': indented.replace('"kind": 3', '"kind" 3'),
        'a fault within Zipkin': '[{"traceId":"a","id":"1"},\n {"traceId":"a","id":"2",}]',
        'a fault in a member': '{"version": 01, "resourceSpans": []}',
        'a fault between': '[{"traceId":"a","id":"1"} {"traceId":"a"}]',
        'gzip that is cut off': gzipSync(LINE).subarray(0, -20),
        'gzip that is damaged': Buffer.concat([gzipSync(LINE).subarray(0, 40), Buffer.from('damage'.repeat(20))]),
      }),
    ).toMatchInlineSnapshot(`
      "the last line is cut off
        MALFORMED_TRACE_FILE: DIR/f, line 3, column 701: expected the closing quote of a string; the file ends.
      a line within is cut off
        MALFORMED_TRACE_FILE: DIR/f, line 2, column 701: expected the closing quote of a string; the line ends.
      a line is cut off outside of its spans
        MALFORMED_TRACE_FILE: DIR/f, line 2, column 19: expected a value or "]"; the line ends.
      the first line is cut off
        MALFORMED_TRACE_FILE: DIR/f, line 1, column 701: expected the closing quote of a string; the line ends.
      a document is cut off
        MALFORMED_TRACE_FILE: DIR/f, line 77, column 4: expected a name in quotes or "}"; the file ends.
      a list is cut off
        MALFORMED_TRACE_FILE: DIR/f, line 1, column 51: expected "," or "]"; the file ends.
      a trailing comma
        MALFORMED_TRACE_FILE: DIR/f, line 1, column 27: expected a value; found "]".
      a fault within
        MALFORMED_TRACE_FILE: DIR/f, line 2, column 629: expected a value; found "x,\\"startTimeUnixNano".
      a fault within a document
        MALFORMED_TRACE_FILE: DIR/f, line 57, column 22: expected ":"; found "3,\\n              \\"st".
      a fault within Zipkin
        MALFORMED_TRACE_FILE: DIR/f, line 2, column 26: expected a name in quotes; found "}".
      a fault in a member
        MALFORMED_TRACE_FILE: DIR/f, line 1, column 14: expected the end; found "1".
      a fault between
        MALFORMED_TRACE_FILE: DIR/f, line 1, column 27: expected "," or "]"; found "{\\"traceId\\":\\"a\\"}]".
      gzip that is cut off
        MALFORMED_TRACE_FILE: DIR/f: the gzip stream is cut off.
      gzip that is damaged
        MALFORMED_TRACE_FILE: DIR/f: the gzip stream is damaged (invalid literal/lengths set)."
    `);
  });

  it('that has a wrong type somewhere says where', async () => {
    expect(
      await errorsOf({
        'OTLP, in the second line': `${LINE}\n${named(5)}\n`,
        'OTLP, in the third element': { resourceSpans: [{}, {}, { scopeSpans: {} }] },
        'OTLP, an element': { resourceSpans: [1] },
        'Jaeger, in the second trace': { data: [JAEGER, { ...JAEGER, spans: [{ operationName: [] }] }] },
        'Jaeger, a trace of its own': { ...JAEGER, spans: [{ startTime: 'now' }] },
        'Jaeger, a tag': { data: [{ ...JAEGER, spans: [{ tags: [{ key: 'n', type: 'int64', value: 'x' }] }] }] },
        'Zipkin, the second span': [ZIPKIN, { ...ZIPKIN, name: 5 }],
        'Zipkin, a kind': [ZIPKIN, { ...ZIPKIN, kind: 'server' }],
        'Zipkin, a span of a trace': [[ZIPKIN], [ZIPKIN, { ...ZIPKIN, tags: [] }]],
        'Zipkin, of version 1': [{ ...ZIPKIN, binaryAnnotations: [] }],
        'Zipkin, a line': `${JSON.stringify(ZIPKIN)}\n${JSON.stringify({ ...ZIPKIN, timestamp: {} })}`,
      }),
    ).toMatchInlineSnapshot(`
      "OTLP, in the second line
        MALFORMED_TRACE_FILE: DIR/f, line 2: resourceSpans[0].scopeSpans[0].spans[0].name must be a string; found the number 5.
      OTLP, in the third element
        MALFORMED_TRACE_FILE: DIR/f, line 1: resourceSpans[2].scopeSpans must be an array; found an empty object.
      OTLP, an element
        MALFORMED_TRACE_FILE: DIR/f, line 1: resourceSpans[0] must be an object; found the number 1.
      Jaeger, in the second trace
        MALFORMED_TRACE_FILE: DIR/f, line 1: data[1].spans[0].operationName must be a string; found an array of 0.
      Jaeger, a trace of its own
        MALFORMED_TRACE_FILE: DIR/f, line 1: spans[0].startTime must be an integer, as a number or a string; found the string "now".
      Jaeger, a tag
        MALFORMED_TRACE_FILE: DIR/f, line 1: data[0].spans[0].tags[0].value must be an integer, as a number or a string; found the string "x".
      Zipkin, the second span
        MALFORMED_TRACE_FILE: DIR/f, line 1: [1].name must be a string; found the number 5.
      Zipkin, a kind
        MALFORMED_TRACE_FILE: DIR/f, line 1: [1].kind must be one of CLIENT, SERVER, PRODUCER, CONSUMER; found the string "server".
      Zipkin, a span of a trace
        MALFORMED_TRACE_FILE: DIR/f, line 1: [1][1].tags must be an object; found an array of 0.
      Zipkin, of version 1
        MALFORMED_TRACE_FILE: DIR/f, line 1: [0].binaryAnnotations must be absent (Zipkin v2 is read, v1 is not); found an array of 0.
      Zipkin, a line
        MALFORMED_TRACE_FILE: DIR/f, line 2: timestamp must be an integer, as a number or a string; found an empty object."
    `);
  });

  it('that has spans without valid ids says which, once it was read', async () => {
    const bad = LINE.replace('5b8efff798038103d269b633813fc60c', 'xyz');
    expect(
      await errorsOf({
        one: `${LINE}\n${bad}\n`,
        'one of Zipkin': `[${JSON.stringify(ZIPKIN)},\n${JSON.stringify({ ...ZIPKIN, id: '0' })}]`,
        several: `${bad}\n${LINE}\n${bad}\n`,
      }),
    ).toMatchInlineSnapshot(`
      "one
        MALFORMED_TRACE_FILE: DIR/f, line 2: a span has no valid ids: traceId is not hex ("xyz"); it must be 16 bytes, not all zero (span "POST /charge" of service "orders"). Such a span belongs to no trace; { onRejected } takes it and reads the rest.
      one of Zipkin
        MALFORMED_TRACE_FILE: DIR/f, line 2: a span has no valid ids: spanId is all zero; it must be 8 bytes, not all zero (span "" of service "unknown_service"). Such a span belongs to no trace; { onRejected } takes it and reads the rest.
      several
        MALFORMED_TRACE_FILE: DIR/f, line 1: 2 spans have no valid ids, of which this is the first: traceId is not hex ("xyz"); it must be 16 bytes, not all zero (span "POST /charge" of service "orders"). Such a span belongs to no trace; { onRejected } takes it and reads the rest."
    `);
    expect(await errorsOf({ all: `${bad}\n` }, { onRejected: () => {} })).toMatchInlineSnapshot(`
      "all
        NO_TRACES: DIR/f holds no traces. Spans without valid ids: 1."
    `);
  });

  it('as grouped, which it is not, says so', async () => {
    const other = LINE.replace('5b8efff798038103d269b633813fc60c', 'b'.repeat(32));
    expect(await errorsOf({ file: [LINE, other, LINE].join('\n') }, { order: 'grouped' })).toMatchInlineSnapshot(`
      "file
        MALFORMED_TRACE_FILE: DIR/f: trace 5b8efff798038103d269b633813fc60c goes on after another one began; leave out { order: 'grouped' }, which this file is not."
    `);
  });
});

describe('misuse of readTraces', () => {
  it.each([
    ['no file', [undefined]],
    ['an empty name', ['']],
    ['a web address', [new URL('https://example.com/traces.json')]],
    ['a number', [3]],
    ['an unknown option', ['f', { sort: true }]],
    ['an unknown order', ['f', { order: 'group' }]],
    ['an undefined option', ['f', { signal: undefined }]],
    ['a callback that is none', ['f', { onProgress: true }]],
    ['a signal that is none', ['f', { signal: new AbortController() }]],
    ['options that are none', ['f', 'grouped']],
  ])('throws at once: %s', async (_name, given) => {
    const call = readTraces as (...given: unknown[]) => unknown;
    expect(await errorOf(() => call(...given))).toMatchSnapshot();
  });
});

describe('misuse of writeTraces', () => {
  const trace = buildTrace([{}]);

  it.each([
    ['no traces', ['f.jsonl']],
    ['the other order', [trace, 'f.jsonl']],
    ['the other order, of an array', [[trace], 'f.jsonl']],
    ['a Promise', ['f.jsonl', Promise.resolve(trace)]],
    ['a span', ['f.jsonl', trace.spans[0]]],
    ['spans', [path('f.jsonl'), trace.spans]],
    ['text', ['f.jsonl', 'text']],
    ['an empty array', [path('f.jsonl'), []]],
    ['an empty receiver', [path('f.jsonl'), { traces: [] }]],
    ['a trace without spans', [path('f.jsonl'), [trace, buildTrace([])]]],
    ['an unknown option', ['f.jsonl', trace, { gzip: true }]],
    ['a signal that is none', ['f.jsonl', trace, { signal: 5 }]],
    ['a folder that is not there', [path('nowhere/f.jsonl'), trace]],
    ['a folder', [folder, trace]],
  ])('rejects: %s', async (_name, given) => {
    const call = writeTraces as (...given: unknown[]) => Promise<unknown>;
    expect(await errorOf(call(...given))).toMatchSnapshot();
  });
});
