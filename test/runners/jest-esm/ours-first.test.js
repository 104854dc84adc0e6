import { expect, test } from '@jest/globals';
import { startReceiver } from 'tracewright';
import 'tracewright/jest-globals';
import '@testing-library/jest-dom/jest-globals';
import { post } from './post.mjs';
import { proveBesideJestDom } from './suite.mjs';

proveBesideJestDom({ expect, test, startReceiver, send: post, document });
