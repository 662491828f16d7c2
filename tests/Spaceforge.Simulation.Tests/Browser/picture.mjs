// Makes a picture of the plugin output in a report: picture.mjs FILE PICTURE
import { withPage } from './browser.mjs';

const [file, picture] = process.argv.slice(2);
await withPage(file, { colorScheme: 'light', width: 900 }, async (page, address) => {
  await page.goto(address);
  await page.locator('.output').first().screenshot({ path: picture });
});
