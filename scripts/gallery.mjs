import { runnerImport } from 'vite';

// The gallery is written in TypeScript, as the tests are; vite runs it as it does them.
await runnerImport('./test/gallery/print-gallery.ts');
