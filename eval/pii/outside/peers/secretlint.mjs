// Run in a folder where secretlint is installed: reads texts (JSON, one a line), writes for each the kinds that it found.
import { createInterface } from 'node:readline';
import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator, rules } from '@secretlint/secretlint-rule-preset-recommend';

// Its profiler keeps every call and searches them each time: 3,000 texts take minutes.
secretLintProfiler.mark = () => {};

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, rules }] };
for await (const line of createInterface({ input: process.stdin })) {
  const content = JSON.parse(line);
  const source = { content, filePath: 'telemetry.txt', ext: '.txt', contentType: 'text' };
  const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
  const kinds = messages.map(({ ruleId }) => (ruleId.endsWith('privatekey') ? 'private-key' : 'secret'));
  process.stdout.write(`${JSON.stringify(kinds)}\n`);
}
