// The whole path, as a new user walks it: offline answerer, sample documents, a real browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import * as see from './harness/page.mjs';
import { startWithSamples } from './harness/server.mjs';

const question = 'How long do I dry a down sleeping bag?';
let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([startWithSamples(), openBrowser()]);
});
after(() => Promise.all([browser?.close(), server?.kill()]));

test('the first screen says what this is, who answers, and offers questions that work', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);

    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText(/Offline answers are on/).waitFor();
    await page.getByText(/Nothing leaves this machine/).waitFor();
    const examples = see.examples(page);
    const offered = await until('example questions', () => examples.count());
    assert.ok(offered >= 2, `${offered} example questions`);
    await examples.first().click();
    const turn = await see.answered(page);
    await see.chips(turn).first().waitFor();
  });
});

test('every example question of the first screen is answered from the file that it names', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    const examples = see.examples(page);
    await examples.first().waitFor();
    const count = await examples.count();
    for (let i = 0; i < count; i += 1) {
      if (i > 0) await page.goto(server.url);
      const file = /[\w-]+\.(md|txt|html|csv)/.exec(await examples.nth(i).innerText())[0];
      await examples.nth(i).click();
      const turn = await see.answered(page);
      await see.chips(turn).first().waitFor();
      const [{ citations, message_text: asked }] = (
        await api(server).conversation(see.conversationIdOf(page))
      ).turns;
      assert.ok(
        citations.some((one) => one.file_name === file),
        `${asked}: ${JSON.stringify(citations)}`,
      );
    }
  });
});

test('a question is answered word for word from a document, and its citation opens the place', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);

    await see.askInPage(page, question);
    const turn = await see.answered(page);
    await see.chips(turn).first().click();

    const panel = see.evidence(page);
    await panel.waitFor();
    await panel.locator('mark').first().waitFor();
    const shown = (await panel.innerText()).replace(/\s+/g, ' ');
    const [record] = (await api(server).conversation(see.conversationIdOf(page))).turns;
    assert.equal(record.state, 'completed');
    const [citation] = record.citations;
    assert.equal(citation.file_name, 'product-care-guide.md');
    assert.ok(
      shown.includes(citation.quote.replace(/\s+/g, ' ').trim()),
      `${citation.quote} is not in: ${shown}`,
    );
    assert.match(citation.quote, /three clean tennis balls/);
    const plain = record.answer_text.replaceAll('\\', ''); // the answer is Markdown, its marks are escaped
    assert.ok(
      plain.includes(citation.quote.trim()),
      `the answer is not the words of the document: ${plain}`,
    );
    assert.match(shown, /product-care-guide\.md/);
  });
});

test('a question that the documents do not answer gets an honest answer', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);

    await see.askInPage(page, 'Who won the 1974 chess olympiad in Nice?');
    const turn = await see.answered(page);

    assert.match(await see.answerText(turn), /The documents you can read do not answer this/);
    assert.match(await see.answerText(turn), /No language model is configured/);
  });
});

test('a conversation is listed by its title, opens by its address, and takes a second question', async () => {
  const { conversation_id: id, turn_id: first } = await api(server).start(
    'Which second factor can I use?',
  );
  await api(server).turnIs(first, 'completed');

  await inPage(browser, server, { at: `/c/${id}` }, async (page) => {
    await page.getByRole('heading', { level: 2, name: 'Which second factor can I use?' }).waitFor();
    await see
      .navigation(page)
      .getByRole('link', { name: /Which second factor can I use/ })
      .first()
      .waitFor();
    await see.askInPage(page, 'May I use my own phone?');
    await see.answered(page);

    const { turns } = await api(server).conversation(id);
    assert.deepEqual(
      turns.map((turn) => turn.parent_turn_id),
      [null, first],
    );
    await page.reload();
    await until('both turns after a reload', async () => (await see.turns(page).count()) === 2);
    assert.equal(see.conversationIdOf(page), id);
  });
});

test('by keyboard alone: ask, tab to the citation, open it, close it with Escape, focus comes back', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await until('the focus in the question box', () =>
      see.composer(page).evaluate((box) => box === document.activeElement),
    );

    await page.keyboard.type(question);
    await page.keyboard.press('Enter');
    await see.answered(page);
    const focused = () =>
      page.evaluate(
        () =>
          document.activeElement?.getAttribute('aria-label') ??
          document.activeElement?.textContent ??
          '',
      );
    const isChip = async () => /^Source \d+: /.test(await focused());
    for (const key of ['Shift+Tab', 'Tab']) {
      for (let i = 0; i < 60 && !(await isChip()); i += 1) await page.keyboard.press(key);
    }
    assert.ok(await isChip(), `no chip is reached by Tab; focus is on ${await focused()}`);
    const chip = await focused();
    await page.keyboard.press('Enter');
    await see.evidence(page).waitFor();
    await page.keyboard.press('Escape');
    await see.evidence(page).waitFor({ state: 'detached' });

    await until('the focus back on the chip', async () => (await focused()) === chip);
  });
});
