require('tracewright/jest');
const { startReceiver } = require('tracewright');
const { jestFakes, proveConcurrent, proveFakedTime } = require('./time.cjs');

proveFakedTime({ expect, test, startReceiver, fakes: jestFakes(jest) });
proveConcurrent({ expect, test, afterAll, startReceiver });
