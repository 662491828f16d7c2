// Opens a report in Chromium and prints what is visible, as JSON: look.mjs FILE SCHEME WIDTH [PICTURE]
import { watch, withPage } from './browser.mjs';

const [file, colorScheme, width, picture] = process.argv.slice(2);
let seen;
await withPage(file, { colorScheme, width: Number(width) }, async (page, address) => {
  seen = watch(page);
  await page.goto(address);
  if (picture) await page.screenshot({ path: picture });

  const text = selector => page.locator(selector).allInnerTexts();
  seen.requests = seen.requests.filter(url => url !== address && url !== 'data:,');
  seen.state = (await text('#state'))[0];
  seen.background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  seen.overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  seen.about = (await text('#about'))[0];
  seen.cause = (await text('#cause span'))[0];
  seen.legend = await text('.legend li');
  seen.parameters = await page.locator('#parameters tbody td').allTextContents();
  seen.wrapped = await page.evaluate(() => [...document.querySelectorAll('.verdict, .time, .size, .short')].filter(element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map(line => line.bottom)).size > 1;
  }).map(element => element.textContent));
  seen.files = await page.locator('#written td:first-child').allTextContents();
  seen.folded = await text('#written .launcher summary');
  seen.rows = await text('#timeline .row .name');
  seen.bars = await page.evaluate(() => [...document.querySelectorAll('#timeline .row.step')].map(row => {
    const [track, bar] = [row.querySelector('.track').getBoundingClientRect(), row.querySelector('.bar').getBoundingClientRect()];
    return { name: row.querySelector('.name').textContent, left: (bar.left - track.left) / track.width, width: bar.width / track.width };
  }));
  seen.open = await page.locator('details.step[open] summary strong').allInnerTexts();
  seen.headings = await text('.output h1');
  seen.output = (await text('.output')).join('\n');
  seen.links = await page.evaluate(() => [...document.querySelectorAll('.output a')].map(link => link.getAttribute('href')));
  seen.elements = await page.evaluate(() => document.querySelectorAll('.output script, .output img, .output iframe, .output style, [onerror], [onclick]').length);
  seen.tree = (await text('#policy .tree'))[0] ?? '';
  seen.scripts = await page.evaluate(() => window.ran ?? 0);

  await page.locator('#cause button').click();
  seen.focused = await page.evaluate(() => document.activeElement.querySelector('strong')?.textContent);
  await page.locator('#timeline button.row').first().click();
  seen.afterClick = await page.locator('details.step[open] summary strong').allInnerTexts();
  await page.locator('#close').click();
  seen.closed = await page.locator('details.step[open]').count();
  await page.locator('#open').click();
  await page.locator('.log details.launcher').first().waitFor({ state: 'attached' });
  seen.launcher = await page.locator('.log details.launcher').allTextContents();
  seen.colour = await page.locator('.line .c31').first().evaluate(element => getComputedStyle(element).color);
  seen.logs = (await text('.log')).join('\n');
  await page.locator('#search').fill('NEEDLE');
  seen.hits = (await text('#hits'))[0];
  seen.found = await page.locator('details.step:not([hidden]) summary strong').allInnerTexts();
  seen.marked = await text('mark');
  await page.locator('#search').fill('');
  seen.all = await page.locator('details.step:not([hidden])').count();
  await page.locator('#policy .tree summary').first().click();
  seen.treeAfterClick = (await text('#policy .tree'))[0];
});
console.log(JSON.stringify(seen));
