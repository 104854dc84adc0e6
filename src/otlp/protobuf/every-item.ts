import type { Resource, Scope } from '../../model/span-data.ts';
import { emptyResource, emptyScope } from '../draft.ts';
import { Findings } from '../findings.ts';
import { messageType } from './message-type.ts';
import { readResource } from './resource.ts';
import { readScope } from './scope.ts';
import { WireReader } from './wire-reader.ts';

/** The requests of all signals have these fields, by other names. */
const REQUEST = messageType('ExportServiceRequest', '1 resource_items repeated ResourceItems');
const RESOURCE_ITEMS = messageType(
  'ResourceItems',
  '1 resource Resource',
  '2 scope_items repeated ScopeItems',
  '3 schema_url string',
);
const SCOPE_ITEMS = messageType(
  'ScopeItems',
  '1 scope InstrumentationScope',
  '2 items repeated Item',
  '3 schema_url string',
);

/** Reads one item to its end, which begins with its length. */
type ReadItem = (reader: WireReader, resource: Resource, scope: Scope) => boolean;

/**
 * Whether a request has items (spans, log records or metrics), and `holds` is true of each; it looks at none after the first
 * of which it is false.
 *
 * @throws {TracewrightError} MALFORMED_PROTOBUF
 */
export function everyItem(body: Uint8Array, holds: ReadItem): boolean {
  const reader = new WireReader(body, new Findings());
  let items = 0;
  for (let field = reader.next(REQUEST); field !== 0; field = reader.next(REQUEST)) {
    if (field === 1) {
      const held = itemsOfResource(reader, holds);
      if (held === undefined) return false;
      items += held;
    } else {
      reader.skipField();
    }
  }
  return items > 0;
}

/** How many there are; undefined when `holds` is false of one. */
function itemsOfResource(reader: WireReader, holds: ReadItem): number | undefined {
  const resource = emptyResource();
  let items = 0;
  const outer = reader.enter();
  for (let field = reader.next(RESOURCE_ITEMS); field !== 0; field = reader.next(RESOURCE_ITEMS)) {
    if (field === 2) {
      const held = itemsOfScope(reader, holds, resource);
      if (held === undefined) return undefined;
      items += held;
    } else if (field === 1) readResource(reader, resource);
    else reader.skipField();
  }
  reader.leave(outer);
  return items;
}

function itemsOfScope(reader: WireReader, holds: ReadItem, resource: Resource): number | undefined {
  const scope = emptyScope();
  let items = 0;
  const outer = reader.enter();
  for (let field = reader.next(SCOPE_ITEMS); field !== 0; field = reader.next(SCOPE_ITEMS)) {
    if (field === 2) {
      if (!holds(reader, resource, scope)) return undefined;
      items++;
    } else if (field === 1) readScope(reader, scope);
    else reader.skipField();
  }
  reader.leave(outer);
  return items;
}
