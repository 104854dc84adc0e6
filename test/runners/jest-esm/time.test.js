import { afterAll, expect, jest, test } from '@jest/globals';
import { startReceiver } from 'tracewright';
import 'tracewright/jest-globals';
import { jestFakes, proveConcurrent, proveFakedTime } from './time.mjs';

proveFakedTime({ expect, test, startReceiver, fakes: jestFakes(jest) });
proveConcurrent({ expect, test, afterAll, startReceiver });
