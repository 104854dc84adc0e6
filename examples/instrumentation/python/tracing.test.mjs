import { fileURLToPath } from 'node:url';
import { testService } from '../same-tests.mjs';

const MADE = fileURLToPath(new URL('../../../test/interop/.cache/example_python', import.meta.url));

testService({
  title: 'python',
  command: [`${MADE}/bin/python`, 'orders.py'],
  cwd: import.meta.dirname,
});
