// @vitest-environment jsdom
import { startReceiver } from 'tracewright';
import { expect, test } from 'vitest';
import 'tracewright/vitest';
import '@testing-library/jest-dom/vitest';
import { post } from './post.mjs';
import { proveBesideJestDom } from './suite.mjs';

proveBesideJestDom({ expect, test, startReceiver, send: post, document });
