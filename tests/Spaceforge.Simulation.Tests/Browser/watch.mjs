// Opens the page of 'spaceforge watch --serve', saves a file, and prints what the page shows then, as JSON:
// watch.mjs ADDRESS SCHEME WIDTH FILE TEXT
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { watch, withPage } from './browser.mjs';

const [address, colorScheme, width, file, saved] = process.argv.slice(2);
const origin = new URL(address).origin;
let seen;

// What another site tries, in its own page: to read, to show and to run what the server has.
const attack = async address => {
  const read = async (url, options) => {
    try {
      const answer = await fetch(url, options);
      return `${answer.type} ${await answer.text()}`;
    } catch (error) {
      return error.name;
    }
  };
  const loaded = (name, url) => new Promise(resolve => {
    const element = document.createElement(name);
    element.addEventListener('load', () => resolve('loaded'));
    element.addEventListener('error', () => resolve('refused'));
    element.src = url;
    document.body.append(element);
  });
  const server = new URL(address).origin;
  return [
    await read(address), await read(`${address}rounds?after=0`), await read(`${address}rounds?after=0`, { mode: 'no-cors' }),
    await read(`${server}/`), await read(address, { method: 'POST', mode: 'no-cors', body: 'x' }),
    await loaded('script', `${address}rounds?after=0`), await loaded('img', address),
  ];
};

await withPage('/', { colorScheme, width: Number(width) }, async page => {
  const text = selector => page.locator(selector).allInnerTexts();
  seen = watch(page);
  await page.goto(address);
  await page.locator('.round[data-number="1"] h2 .passed, .round[data-number="1"] h2 .failed').waitFor();
  seen.first = (await text('.round[data-number="1"]'))[0];
  seen.firstReport = await page.frameLocator('#report').locator('#state').innerText();
  // A reload would lose it.
  await page.evaluate(() => { window.kept = 'yes'; });

  writeFileSync(file, saved);
  await page.locator('.round[data-number="2"] h2 .passed, .round[data-number="2"] h2 .failed').waitFor();
  seen.rounds = await page.locator('.round').evaluateAll(rounds => rounds.map(round => round.dataset.number));
  seen.second = (await text('.round[data-number="2"]'))[0];
  await page.frameLocator('#report').getByText('NEEDLE').first().waitFor({ state: 'attached' });
  seen.secondReport = await page.frameLocator('#report').locator('#state').innerText();
  seen.headings = await text('#run h2');
  seen.kept = await page.evaluate(() => window.kept);
  seen.overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  seen.background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  seen.elements = await page.evaluate(() => document.querySelectorAll('main script, main img, main b, main iframe, [onerror], [onclick]').length);
  seen.scripts = await page.evaluate(() => window.ran ?? 0);
  // The report can neither read nor change the page around it.
  seen.report = await page.frames()[1].evaluate(() => {
    try {
      return parent.document.title;
    } catch (error) {
      return `${self.origin} ${error.name}`;
    }
  });
  writeFileSync(file, 'name: [');
  await page.locator('.round[data-number="3"] h2 .failed').waitFor();
  seen.headings.push(...await text('#run h2'));
  seen.requests = seen.requests.filter(url => !url.startsWith(`${origin}/`) && url !== 'data:,');

  // Another origin, and a name that leads to this machine.
  const other = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end('<body>other'));
  await new Promise(resolve => other.listen(0, '127.0.0.1', resolve));
  try {
    const foreign = await page.context().newPage();
    await foreign.goto(`http://127.0.0.1:${other.address().port}/`);
    seen.attacks = await foreign.evaluate(attack, address);
    await foreign.setContent(`<iframe src="${address}"></iframe>`);
    await foreign.frameLocator('iframe').locator('body').waitFor();
    seen.framed = await foreign.frameLocator('iframe').locator('.round').count();
    const named = await foreign.goto(address.replace('127.0.0.1', 'localhost'));
    seen.named = `${named.status()} ${(await named.text()).trim()}`;
  } finally {
    other.close();
  }
});
console.log(JSON.stringify(seen));
