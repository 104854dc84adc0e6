require('@testing-library/jest-dom');
require('tracewright/jest');
const { startReceiver } = require('tracewright');
const { post } = require('./post.cjs');
const { proveBesideJestDom } = require('./suite.cjs');

proveBesideJestDom({ expect, test, startReceiver, send: post, document });
