// How the page looks and reads: pictures of every main state at both sizes and themes, and no
// accessibility violation in any of them. UPDATE_IMAGES=1 also writes the README's pictures.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, inPage, openBrowser, picture } from './harness/browser.mjs';
import * as see from './harness/page.mjs';
import { root } from './harness/places.mjs';
import { startServer, startWithSamples } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

const question = 'How do I wash and dry a down sleeping bag?';
const streamed = `## Down sleeping bags

Wash the bag in a **front-loading machine** with down soap [1], then dry it on low heat:

1. put three clean tennis balls in the drum [1]
2. stop when no clumps are left, usually after *three to four hours*

| step | programme |
| --- | --- |
| wash | 30 °C, down soap |
| dry | low, 3 to 4 hours |

Store it loose in the cotton sack, never in the compression sack, because`;
const wordsBeforeHold = 40;

let sim;
let offline;
let model;
let browser;

before(async () => {
  [sim, offline, browser] = await Promise.all([startSim(), startWithSamples(), openBrowser()]);
  model = await startWithSamples({ env: sim.env });
});
after(() => Promise.all([browser?.close(), offline?.kill(), model?.kill(), sim?.kill()]));

async function check(page, name) {
  await picture(page, name);
  await assertAccessible(page, name);
}

const isForReadme = (size, theme) =>
  process.env.UPDATE_IMAGES === '1' && size === 'desktop' && theme === 'light';
const images = path.join(root, 'docs', 'images');

for (const size of ['desktop', 'phone']) {
  for (const theme of ['light', 'dark']) {
    describe(`${size}, ${theme}`, { concurrency: 1 }, () => {
      const named = (what) => `${what}.${size}.${theme}`;

      test(named('first screen'), async () => {
        await inPage(browser, offline, { size, theme }, async (page) => {
          await see.ready(page);
          await page.getByText(/Offline answers are on/).waitFor();
          await see.examples(page).first().waitFor();
          await check(page, named('first-screen'));
          if (isForReadme(size, theme)) await picture(page, 'first-screen', images);
          const width = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          assert.ok(width <= 0, `scrolls sideways by ${width} pixels`);
        });
      });

      test(named('answer with its citation open'), async () => {
        await inPage(browser, offline, { size, theme }, async (page) => {
          await see.ready(page);
          await see.askInPage(page, question);
          const turn = await see.answered(page);
          await check(page, named('answer'));
          await see.chips(turn).first().click();
          await see.evidence(page).waitFor();
          await check(page, named('answer-citation'));
          if (isForReadme(size, theme)) await picture(page, 'answer', images);
        });
      });

      test(named('streaming, then interrupted'), async () => {
        await sim.script({
          text: streamed,
          delay_ms: 0,
          hold: wordsBeforeHold,
          fault: { kind: 'cut_after', tokens: wordsBeforeHold + 20 },
        });
        await inPage(browser, model, { size, theme }, async (page) => {
          await see.ready(page);
          await see.askInPage(page, question);
          await sim.holding();
          await see.stopButton(page).waitFor();
          await see.chips(see.lastTurn(page)).first().waitFor();
          await check(page, named('streaming'));
          await sim.release();
          await see
            .lastTurn(page)
            .getByText(/This answer is not complete/)
            .waitFor();
          await check(page, named('interrupted'));
        });
      });
    });
  }
}

test('holds at 320 pixels and at twice the text size without sideways scrolling', async () => {
  for (const viewport of [
    { width: 320, height: 640 },
    { width: 720, height: 450 },
  ]) {
    await inPage(browser, offline, {}, async (page) => {
      await page.setViewportSize(viewport);
      await see.ready(page);
      await see.askInPage(page, question);
      await see.answered(page);
      const width = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      assert.ok(width <= 0, `${viewport.width}: scrolls sideways by ${width} pixels`);
    });
  }
});

test('Markdown of a model is shown as text, never as a page of its own: no script, no image, no foreign link opened', async () => {
  const attack =
    '<img src="http://evil.example/a.png" onerror="window.hit=1"> <script>window.hit=1</script> ' +
    '![pixel](http://evil.example/b.png) [press](javascript:window.hit=1) [site](https://example.org/x) ' +
    '<iframe src="http://evil.example"></iframe> **bold** `code`';
  const mine = await startServer({ env: sim.env });
  await sim.script({ text: attack, delay_ms: 0 });
  await inPage(browser, mine, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Attack me.');
    const turn = await see.answered(page);
    const answer = see.answerOf(turn);

    await answer.locator('strong', { hasText: 'bold' }).waitFor();
    assert.equal(await page.evaluate(() => window.hit), undefined);
    assert.equal(await answer.locator('img, script, iframe').count(), 0);
    assert.equal(await answer.locator('a[href^="javascript:"]').count(), 0);
    assert.match(
      await answer.getByRole('link', { name: 'site' }).getAttribute('rel'),
      /noreferrer/,
    );
  });
  await mine.kill();
});
