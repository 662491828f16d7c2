// Opens a report in Chromium and prints what it shows of policies, as JSON: policies.mjs FILE SCHEME WIDTH [PICTURE]
import { watch, withPage } from './browser.mjs';

const [file, colorScheme, width, picture] = process.argv.slice(2);
let seen;
await withPage(file, { colorScheme, width: Number(width) }, async (page, address) => {
  seen = watch(page);
  await page.goto(address);

  const text = selector => page.locator(selector).allInnerTexts();
  seen.about = (await text('#about'))[0];
  seen.summaries = await text('.decision > summary');
  seen.open = await text('.decision[open] > summary');
  // What is folded is drawn when it is opened.
  seen.before = await page.locator('#policies .body').count();
  for (const title of await page.locator('#policies details:not([open]) > summary').all()) {
    if (await title.isVisible()) await title.click();
  }
  for (const title of await page.locator('#policies details:not([open]) > summary').all()) {
    if (await title.isVisible()) await title.click();
  }
  seen.lists = (await text('.decision ul')).join('\n');
  seen.fired = await text('.fired');
  seen.sent = await text('.decision > .tree');
  seen.covered = await text('.body .line.covered');
  seen.uncovered = await text('.body .line.uncovered');
  seen.inputs = (await text('details.input .tree')).join('\n');
  seen.colours = await page.evaluate(() => ['.covered', '.uncovered'].map(name => getComputedStyle(document.querySelector(name)).borderLeftColor));
  seen.overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  seen.elements = await page.evaluate(() => document.querySelectorAll('#policies script, #policies img, #policies iframe, #policies style, [onerror], [onclick]').length);
  seen.scripts = await page.evaluate(() => window.ran ?? 0);
  seen.requests = seen.requests.filter(url => url !== address && url !== 'data:,');
  if (picture) await page.screenshot({ path: picture, fullPage: true });
});
console.log(JSON.stringify(seen));
