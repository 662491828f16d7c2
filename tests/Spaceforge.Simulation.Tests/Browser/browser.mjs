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
