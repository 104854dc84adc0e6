import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { startService } from '../../src/services/start-service.ts';
const bin = '/work/main/test/interop/.venv/bin/';
const plain = `
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from opentelemetry import trace
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        with trace.get_tracer('t').start_as_current_span('work'): pass
        self.send_response(200); self.send_header('content-length', '2'); self.end_headers(); self.wfile.write(b'ok')
    def log_message(self, *a): pass
HANDLER
ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), H).serve_forever()
`;
const handler = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))";
const uvi = `
HANDLER
import os, sys
sys.path.insert(0, '${'/work/main/test/interop/python'}')
import orders, uvicorn
uvicorn.run(orders.app, host='127.0.0.1', port=int(os.environ['PORT']))
`;
test.each([['plain', plain, '', '50', 'work'], ['uvicorn, 50', uvi, '', '50', 'GET /ping']])('%s', async (name, src, h, delay, span) => {
  const receiver = await startReceiver();
  const file = `/tmp/port-race/${name.replace(/\W/g, '')}.py`;
  writeFileSync(file, src.replace('HANDLER', h));
  const s = await startService([`${bin}opentelemetry-instrument`, `${bin}python`, file], { name: 'py', receiver, port: 'PORT', timeout: 20000, env: { OTEL_BSP_SCHEDULE_DELAY: delay } });
  for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 20 }, () => fetch(`${s.url}/ping`).then(r => r.text())));
  await s.stop();
  console.log(name, delay, 'held', receiver.filter(span).length, 'exit', await s.exited, s.output.slice(-200));
  await receiver.stop();
}, 30000);
