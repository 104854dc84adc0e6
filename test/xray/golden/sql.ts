import { type Golden, SUBSEGMENT } from './golden.ts';

/** Databases, of the old and of the stable semantic conventions. */
export const SQL: readonly Golden[] = [
  {
    title: 'a query of the old conventions with a connection string',
    span: {
      name: 'SELECT shop.items',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'db.system': 'postgresql',
        'db.connection_string': 'postgresql://db.internal:5432',
        'db.name': 'shop',
        'db.user': 'orders',
        'db.statement': 'SELECT * FROM items WHERE id = ?',
        'db.operation': 'SELECT',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'shop@db.internal', // 3: <database>@<host>
        namespace: 'remote',
        sql: {
          url: 'SELECT shop.items', // 8: the span's name
          connection_string: 'postgresql://db.internal:5432/shop', // 8
          database_type: 'postgresql',
          user: 'orders',
          sanitized_query: 'SELECT * FROM items WHERE id = ?',
        },
        metadata: { default: { 'db.operation': 'SELECT' } },
      },
    ],
  },
  {
    title: 'a query of the old conventions without a connection string',
    span: {
      name: 'INSERT shop',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'db.system': 'mysql',
        'db.name': 'shop',
        'db.statement': 'INSERT INTO orders VALUES (?)',
        'net.peer.name': 'db.internal',
        'net.peer.port': 3306,
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'shop', // 3
        namespace: 'remote',
        sql: {
          url: 'INSERT shop',
          connection_string: 'localhost/shop', // 8
          database_type: 'mysql',
          sanitized_query: 'INSERT INTO orders VALUES (?)',
        },
      }, // 19: net.peer.name and net.peer.port are taken for http, which there is none of
    ],
  },
  {
    title: 'a JDBC connection string',
    span: {
      name: 'shop',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'db.system': 'mssql',
        'db.connection_string': 'jdbc:sqlserver://sql.internal:1433',
        'db.name': 'shop',
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'shop@sql.internal', // 3: without jdbc:
        namespace: 'remote',
        sql: {
          url: 'shop',
          connection_string: 'jdbc:sqlserver://sql.internal:1433/shop', // 8: as it was
          database_type: 'mssql',
        },
      },
    ],
  },
  {
    title: 'a connection string that is no URL gives no host',
    span: {
      name: 'SELECT',
      kind: 'CLIENT',
      below: true,
      attributes: { 'db.system': 'sqlite', 'db.connection_string': 'Data Source=shop.db', 'db.name': 'shop' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'shop', // 3
        namespace: 'remote',
        sql: { url: 'SELECT', connection_string: 'Data Source=shop.db/shop', database_type: 'sqlite' },
      },
    ],
  },
  {
    title: 'a query of the stable conventions is no SQL to the exporter',
    span: {
      name: 'SELECT items',
      kind: 'CLIENT',
      below: true,
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': 'shop',
        'db.query.text': 'SELECT * FROM items WHERE id = $1',
        'server.address': 'db.internal',
        'server.port': 5432,
      },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'SELECT items', // 3: db.namespace is no name
        namespace: 'remote',
        metadata: {
          default: {
            'db.system.name': 'postgresql', // 8
            'db.namespace': 'shop',
            'db.query.text': 'SELECT * FROM items WHERE id = $1',
          },
        }, // 19: server.address and server.port are gone
      },
    ],
  },
  {
    title: 'a database that is no SQL',
    span: {
      name: 'find',
      kind: 'CLIENT',
      below: true,
      attributes: { 'db.system': 'mongodb', 'db.name': 'carts', 'db.statement': '{"find":"carts"}' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'carts', // 3: db.name, of any database
        namespace: 'remote',
        metadata: { default: { 'db.system': 'mongodb', 'db.name': 'carts', 'db.statement': '{"find":"carts"}' } }, // 8
      },
    ],
  },
  {
    title: 'a query in a span that is no CLIENT',
    span: {
      name: 'load items',
      kind: 'INTERNAL',
      below: true,
      attributes: { 'db.system': 'oracle', 'db.name': 'ORCL', 'db.statement': 'SELECT 1 FROM DUAL' },
    },
    documents: [
      {
        ...SUBSEGMENT,
        name: 'ORCL', // 3; 4: no namespace
        sql: {
          url: 'load items',
          connection_string: 'localhost/ORCL',
          database_type: 'oracle',
          sanitized_query: 'SELECT 1 FROM DUAL',
        },
      },
    ],
  },
];
