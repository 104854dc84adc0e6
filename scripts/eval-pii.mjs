import { runnerImport } from 'vite';

// The scoreboard is written in TypeScript, as the tests are; vite runs it as it does them.
await runnerImport('./eval/pii/print-scores.ts');
