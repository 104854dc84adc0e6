import { failureOf } from '../failure-of.ts';
import { FAILURES } from './failures.ts';

// `npm run gallery [word]`: the text of every failing assertion, or of those whose title has the word in it.
const word = process.argv[2] ?? '';
for (const { title, fails } of FAILURES.filter(failure => failure.title.includes(word))) {
  process.stdout.write(`\n${'='.repeat(20)} ${title}\n\n${failureOf(fails)}\n`);
}
