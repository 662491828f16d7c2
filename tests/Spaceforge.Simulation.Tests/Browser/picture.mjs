// Takes a screenshot of the plugin output in a report: picture.mjs FILE PICTURE
import { withPage } from './browser.mjs';

const [file, picture] = process.argv.slice(2);
await withPage(file, { colorScheme: 'light', width: 900 }, async (page, address) => {
  await page.goto(address);
  // The top of a long one is enough.
  const box = await page.locator('.output').first().boundingBox();
  await page.screenshot({ path: picture, fullPage: true, clip: { ...box, height: Math.min(box.height, 700) } });
});
