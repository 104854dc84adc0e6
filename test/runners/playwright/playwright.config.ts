import { defineConfig } from '@playwright/test';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export default defineConfig({
  reporter: 'list',
  use: { headless: true, launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags } },
});
