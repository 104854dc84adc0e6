// PostgreSQL, run in this process, for the clients that connect to PORT. It is no service under test.
const { PGlite } = require('@electric-sql/pglite');
const { PGLiteSocketServer } = require('@electric-sql/pglite-socket');

async function main() {
  const db = await PGlite.create();
  await db.exec(`
    create table items (id text primary key, title text not null);
    create table orders (id serial primary key, item text not null references items);
    insert into items values ('book-1', 'A book'), ('sold-out', 'A rare book');
  `);
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: Number(process.env.PORT), maxConnections: 10 });
  await server.start();
  process.on('SIGTERM', () => process.exit());
  console.log('ready');
}

main();
