// Markdown that a model writes is shown as text, never as a page of its own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inPage, openBrowser } from './harness/browser.mjs';
import * as see from './harness/page.mjs';
import { startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

const attack =
  '<img src="http://evil.example/a.png" onerror="window.hit=1"> <script>window.hit=1</script> ' +
  '![pixel](http://evil.example/b.png) [press](javascript:window.hit=1) [site](https://example.org/x) ' +
  '<iframe src="http://evil.example"></iframe> **bold** `code`';

let sim;
let server;
let browser;

before(async () => {
  [sim, browser] = await Promise.all([startSim(), openBrowser()]);
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([browser?.close(), server?.kill(), sim?.kill()]));

test('no script, no picture and no foreign page comes of an answer; a link says where it leads first', async () => {
  await sim.script({ text: attack, delay_ms: 0 });
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Attack me.');
    const answer = see.answerOf(await see.answered(page));

    await answer.locator('strong', { hasText: 'bold' }).waitFor();
    assert.equal(await answer.locator('img, script, iframe').count(), 0);
    assert.equal(await answer.locator('a[href^="javascript:"]').count(), 0);
    const link = answer.getByRole('link', { name: 'site' });
    assert.match(await link.getAttribute('rel'), /noreferrer/);
    await link.click();
    const card = page.getByRole('dialog', { name: 'Where this link leads' });
    await card.getByText('https://example.org/x', { exact: true }).waitFor();
    assert.equal(page.context().pages().length, 1, 'a page was opened without asking');
    assert.equal(await page.evaluate(() => window.hit), undefined);
  });
});
