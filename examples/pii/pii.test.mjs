import { stripVTControlCharacters } from 'node:util';
import { canary, startReceiver, startService } from 'tracewright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import 'tracewright/vitest';

// No real one: made up, as a vendor of scores would give it.
const SCORES_TOKEN = 'sco_5fBq81TzLm0WcXy47RdKp2Hn';

let receiver;
let scores;
beforeAll(async () => {
  receiver = await startReceiver();
  scores = await startService(['node', 'scores.js'], {
    name: 'scores',
    receiver,
    port: 'PORT',
    cwd: import.meta.dirname,
  });
}, 30_000);
afterAll(() => receiver.stop()); // stops the services too

test('the guard names the three lines to mend', async () => {
  const trace = await signUp('signup.js', { email: 'ada@example.com', card: '4242 4242 4242 4242' });
  const failure = failureOf(() => expect(trace).toBeFreeOfPii());
  show('What the guard says', trace, failure);

  const text = stripVTControlCharacters(failure);
  expect(text).toMatch(/e-mail address .*\n.*INSERT customers.*db\.query\.text/);
  expect(text).toMatch(/payment card .*\n.*charge card.*exception\.message.*\n.*\n *at .*bank\.js:12/);
  expect(text).toMatch(/secret .*\n.*url\.full.*access_token/);
  expect(text).not.toMatch(/ada@|4242|5fBq81/);
}, 30_000);

test('mended, nothing is found, and what was sent is nowhere', async () => {
  const person = canary.person();
  const trace = await signUp('signup-mended.js', { email: person.email, card: person.card });

  expect(trace).toBeFreeOfPii();
  expect(trace).not.toLeak(person);
  expect(trace).not.toLeak(canary.track('the token of the scores', SCORES_TOKEN));
}, 30_000);

/** Starts a service, and resolves to the trace of one customer who signs up. */
async function signUp(file, customer) {
  const signup = await startService(['node', '--require', '@opentelemetry/auto-instrumentations-node/register', file], {
    name: 'signup',
    receiver,
    port: 'PORT',
    cwd: import.meta.dirname,
    timeout: 20_000,
    env: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici', SCORES_URL: scores.url, SCORES_TOKEN },
  });
  const body = JSON.stringify(customer);
  const trace = await receiver.capture(({ headers }) =>
    fetch(`${signup.url}/signup`, { method: 'POST', headers, body }),
  );
  await signup.stop();
  return trace;
}

function failureOf(assertion) {
  try {
    assertion();
  } catch (error) {
    return error.message;
  }
  throw new Error('the assertion held');
}

/** Prints past the runner, which would put a heading of its own above each text. */
function show(heading, ...texts) {
  process.stdout.write(`\n── ${heading} ${'─'.repeat(Math.max(0, 96 - heading.length))}\n\n${texts.join('\n\n')}\n`);
}
