// Debian's Chromium with a temporary profile and no network access.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// Calls 'use' with a page and the address of the file.
export async function withPage(file, { colorScheme, width }, use) {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args,
    colorScheme,
    viewport: { width, height: 900 },
  });
  try {
    await use(context.pages()[0] ?? await context.newPage(), pathToFileURL(file).href);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

// Records what a page must not do: write to the console, request anything, open dialogs.
export function watch(page) {
  const seen = { console: [], requests: [], dialogs: 0 };
  page.on('console', message => seen.console.push(message.text()));
  page.on('pageerror', error => seen.console.push(String(error)));
  page.on('dialog', dialog => { seen.dialogs++; return dialog.dismiss(); });
  page.on('request', request => seen.requests.push(request.url()));
  return seen;
}
