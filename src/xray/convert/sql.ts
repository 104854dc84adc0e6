import type { SpanData } from '../../model/span-data.ts';
import type { XRaySql } from '../segment.ts';
import type { Taken } from './conversion.ts';
import { present, textAt } from './read-value.ts';

/** The values of `db.system` that are SQL for the exporter. */
const SQL: ReadonlySet<string> = new Set([
  ...['db2', 'derby', 'hive', 'mariadb', 'mssql', 'mysql', 'oracle', 'other_sql', 'postgresql', 'sqlite', 'teradata'],
]);
const NOTHING_TAKEN: Taken = new Map();

/**
 * The document's `sql`, of the attributes of the old conventions. The exporter does not know `db.system.name`, `db.namespace`
 * and `db.query.text`: they are metadata.
 */
export function sqlOf({ attributes, name }: SpanData): { readonly sql?: XRaySql; readonly taken: Taken } {
  const system = textAt(attributes, 'db.system');
  if (!SQL.has(system)) return { taken: NOTHING_TAKEN };
  const sql = present<XRaySql>({
    url: name,
    connection_string: `${textAt(attributes, 'db.connection_string') || 'localhost'}/${textAt(attributes, 'db.name')}`,
    database_type: system,
    user: textAt(attributes, 'db.user'),
    sanitized_query: textAt(attributes, 'db.statement'),
  });
  return {
    sql,
    taken: new Map([
      ['db.connection_string', 'sql.connection_string'],
      ['db.name', 'sql.connection_string'],
      ['db.system', 'sql.database_type'],
      ['db.user', 'sql.user'],
      ['db.statement', 'sql.sanitized_query'],
    ]),
  };
}
