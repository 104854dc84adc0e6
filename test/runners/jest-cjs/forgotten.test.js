const tracewright = require('tracewright');
const { proveForgetting } = require('./forgets.cjs');

proveForgetting({ test, ...tracewright });
