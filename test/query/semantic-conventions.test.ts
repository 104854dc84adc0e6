import { expect, test } from 'vitest';
import { otherNames } from '../../src/query/semantic-conventions.ts';

test.each([
  ['http.method', 'http.request.method'],
  ['http.status_code', 'http.response.status_code'],
  ['http.url', 'url.full'],
  ['http.scheme', 'url.scheme'],
  ['http.user_agent', 'user_agent.original'],
  ['net.peer.name', 'server.address'],
  ['net.peer.port', 'server.port'],
  ['net.sock.peer.addr', 'network.peer.address'],
  ['db.system', 'db.system.name'],
  ['db.statement', 'db.query.text'],
  ['db.operation', 'db.operation.name'],
  ['db.name', 'db.namespace'],
  ['messaging.destination', 'messaging.destination.name'],
  ['code.function', 'code.function.name'],
  ['deployment.environment', 'deployment.environment.name'],
])('%s became %s', (old, stable) => {
  expect(otherNames(old)).toContainEqual(expect.objectContaining({ key: stable, generation: 'stable' }));
  expect(otherNames(stable)).toContainEqual(expect.objectContaining({ key: old, generation: 'old' }));
});

test('values that changed with the name are translated, both ways', () => {
  const [stable] = otherNames('db.system');
  expect(stable?.translate('microsoft.sql_server')).toBe('mssql');
  expect(stable?.translate('postgresql')).toBe('postgresql');
  const [old] = otherNames('db.system.name');
  expect(old?.translate('mssql')).toBe('microsoft.sql_server');
});

test.each(['app.order.id', 'constructor', '__proto__', ''])('%j has no other name', key => {
  expect(otherNames(key)).toEqual([]);
});
