// Journeys by keyboard alone: nothing is pressed with a pointer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import * as see from './harness/page.mjs';
import { lockedPdf } from './harness/pdf_files.mjs';
import { sourceQuestions } from './harness/scenes.mjs';
import { startWithSamples } from './harness/server.mjs';

let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([startWithSamples(), openBrowser()]);
});
after(() => Promise.all([browser?.close(), server?.kill()]));

const focusIs = (page, wanted) =>
  until(`the focus on ${wanted}`, async () => wanted.test(await see.focused(page)));
const inBox = (page) => focusIs(page, /^Your question$/);

async function typeQuestion(page, question) {
  await inBox(page);
  await page.keyboard.type(question);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: question }).last().waitFor();
  return see.answered(page);
}

test('ask, open a source, go to the next one, close it, ask again', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    const turn = await typeQuestion(page, sourceQuestions.text);
    await until('two chips', async () => (await see.chips(turn).count()) >= 2);

    await see.pressUntil(page, 'Shift+Tab', /^Source 2: /);
    const chip = await see.focused(page);
    await page.keyboard.press('Enter');
    await see.evidence(page).waitFor();
    await until('the source named first', async () =>
      /^Source 2/.test(await see.evidence(page).getAttribute('aria-label')),
    );
    await page.keyboard.press('[');
    await page.getByRole('complementary', { name: /^Source 1/ }).waitFor();
    await page.keyboard.press(']');
    await page.getByRole('complementary', { name: /^Source 2/ }).waitFor();
    await page.keyboard.press('Escape');
    await see.evidence(page).waitFor({ state: 'detached' });
    await until('the focus back on the chip', async () => (await see.focused(page)) === chip);
    await see.pressUntil(page, 'Tab', /^Your question$/);
    await typeQuestion(page, sourceQuestions.docx);
    assert.equal(await see.turns(page).count(), 2);
  });
});

test('edit the last question with the arrow key, and go back to the earlier version', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await typeQuestion(page, sourceQuestions.pdf);
    await page.keyboard.press('ArrowUp');
    await focusIs(page, /^Edit your question$/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(sourceQuestions.docx);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: sourceQuestions.docx }).waitFor();
    await see.answered(page);
    await page.getByRole('group', { name: 'Version 2 of 2 of this question' }).waitFor();

    await see.pressUntil(page, 'Shift+Tab', /^Previous version$/, 90);
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { level: 2, name: sourceQuestions.pdf }).waitFor();
    await page.getByRole('group', { name: 'Version 1 of 2 of this question' }).waitFor();
    assert.match(await see.answerText(see.lastTurn(page)), /29 days/);
  });
});

test('a file that fails is told, removed, and brought back', async () => {
  await inPage(browser, server, { at: '/documents' }, async (page) => {
    await see.filePicker(page).setInputFiles([
      { name: 'locked-away.pdf', mimeType: 'application/pdf', buffer: lockedPdf() },
    ]);
    const row = see.documents(page).filter({ hasText: 'locked-away.pdf' });
    await row.filter({ hasText: 'Failed' }).filter({ hasText: /password/ }).waitFor();

    await see.pressUntil(page, 'Tab', /^Delete locked-away\.pdf$/, 40);
    await page.keyboard.press('Enter');
    await row.waitFor({ state: 'detached' });
    await see.toast(page, /^Deleted/).waitFor();
    await see.pressUntil(page, 'Tab', /^Undo$/, 80);
    await page.keyboard.press('Enter');
    await row.waitFor();
  });
});

test('search, open a result, delete its conversation and undo that', async () => {
  const title = 'How many characters does a password need?';
  const turn = await api(server).answered(title);
  await inPage(browser, server, {}, async (page) => {
    await see.row(page, title).waitFor();
    await page.keyboard.press('Control+K');
    await focusIs(page, /^Search conversations$/);
    await page.keyboard.type('password');
    await see.results(page).locator('mark').first().waitFor();
    await see.pressUntil(page, 'Tab', /characters does a password/);
    await page.keyboard.press('Enter');
    await until('the conversation', () => see.conversationIdOf(page) === turn.conversation_id);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();

    await page.keyboard.press('Control+K');
    await focusIs(page, /^Search conversations$/);
    await page.keyboard.press('Escape');
    await see.results(page).waitFor({ state: 'detached' });
    await see.row(page, title).waitFor();
    await see.pressUntil(page, 'Tab', new RegExp(`^More for “${title.slice(0, 20)}`));
    await page.keyboard.press('Enter');
    await focusIs(page, /^Rename$/);
    await page.keyboard.press('End');
    await focusIs(page, /^Delete$/);
    await page.keyboard.press('Enter');
    await see.row(page, title).waitFor({ state: 'detached' });
    await see.pressUntil(page, 'Tab', /^Undo$/, 90);
    await page.keyboard.press('Enter');
    await see.row(page, title).waitFor();
  });
});

test('F6 goes through the parts of the page and back; the list of keys opens and closes', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await typeQuestion(page, sourceQuestions.pdf);
    const part = () =>
      page.evaluate(() => {
        const it = document.activeElement;
        if (it.closest('nav')) return 'navigation';
        if (it.closest('aside')) return 'source';
        return it.matches('textarea') ? 'question' : it.closest('main') ? 'main' : it.tagName;
      });
    await see.pressUntil(page, 'Shift+Tab', /^Source 1: /);
    await page.keyboard.press('Enter');
    await see.evidence(page).waitFor();
    await until('the focus in the source', async () => (await part()) === 'source');
    const seen = new Set();
    for (let i = 0; i < 6; i += 1) {
      await page.keyboard.press('F6');
      seen.add(await part());
    }
    assert.deepEqual([...seen].sort(), ['main', 'navigation', 'question', 'source']);
    const before = await part();
    await page.keyboard.press('F6');
    await page.keyboard.press('Shift+F6');
    assert.equal(await part(), before);

    await page.keyboard.press('Control+Slash');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor({ state: 'detached' });
    assert.equal(await part(), before, 'the focus is not given back');
    await see.evidence(page).waitFor();
  });
});
