import { createRequire } from 'node:module';
import type protobuf from 'protobufjs/minimal.js';

let Writer: typeof protobuf.Writer | undefined;

/** A protobufjs Writer. Loaded when first needed: most receivers never answer anything but plain success. */
export function newWriter(): protobuf.Writer {
  Writer ??= (createRequire(import.meta.url)('protobufjs/minimal.js') as typeof protobuf).Writer;
  return Writer.create();
}
