// How conversations look and read: pictures of every state of a question and its answer at both sizes
// and themes, no accessibility violation and nothing too wide in any of them. UPDATE_IMAGES=1 also
// writes the README's pictures.
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, inPage, openBrowser, picture } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import * as see from './harness/page.mjs';
import { root } from './harness/places.mjs';
import * as scenes from './harness/scenes.mjs';
import { startWithSamples } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

let sim;
let fresh;
let server;
let browser;
const made = {};

before(async () => {
  [sim, fresh, browser] = await Promise.all([startSim(), startWithSamples(), openBrowser()]);
  server = await startWithSamples({ env: sim.env });
  made.sources = await scenes.askAboutSources(server);
  made.trouble = await scenes.askForTrouble(server, sim);
  made.branches = await scenes.askTwice(server);
  made.markdown = await scenes.askForMarkdown(server, sim);
});
after(() => Promise.all([browser?.close(), fresh?.kill(), server?.kill(), sim?.kill()]));

/** Notes what is wrong with a state, so that the others of its page are pictured all the same. */
async function check(page, name) {
  await picture(page, name);
  for (const judge of [see.assertFits, assertAccessible])
    await judge(page, name).catch(({ message }) => page.faults.push(message));
}

const isForReadme = (size, theme) =>
  process.env.UPDATE_IMAGES === '1' && size === 'desktop' && theme === 'light';
const images = path.join(root, 'docs', 'images');
const kinds = ['desktop', 'phone'].flatMap((size) =>
  ['light', 'dark'].map((theme) => ({ size, theme, named: (what) => `${what}.${size}.${theme}` })),
);

test('streaming, at every size and theme, and interrupted in the end', async () => {
  const { conversation_id: id } = await scenes.hold(server, sim);
  const look = async ({ size, theme, named }) =>
    inPage(browser, server, { size, theme, at: `/c/${id}` }, async (page) => {
      await see.stopButton(page).waitFor();
      await see.chips(see.lastTurn(page)).first().waitFor();
      await check(page, named('streaming'));
    });
  await Promise.all(kinds.map(look));
  await sim.release();
});

/** The source of a kind, drawn and with its words marked. */
async function openSource(page, kind) {
  const { conversation, turns } = made.sources;
  const { id, number } = turns[kind];
  const turn = page.locator(`[data-turn="${id}"]`);
  await turn.scrollIntoViewIfNeeded();
  await see.chips(turn).nth(0).click();
  await see.evidence(page).waitFor();
  await see.quoted(page).first().waitFor();
  await until('the source in the address', () =>
    page.url().includes(`/c/${conversation}?turn=${id}&source=${number}`),
  );
}

async function pictureSources(page, kind) {
  for (const source of Object.keys(scenes.sourceQuestions)) {
    await openSource(page, source);
    await check(page, kind.named(`source-${source}`));
    if (source === 'pdf') {
      if (isForReadme(kind.size, kind.theme)) await picture(page, 'answer', images);
      await page.getByRole('tab', { name: 'Text' }).click();
      await see.quoted(page).first().waitFor();
      await check(page, kind.named('source-pdf-text'));
      await page.getByRole('tab', { name: 'Page' }).click();
    }
    await page.keyboard.press('Escape');
    await see.evidence(page).waitFor({ state: 'detached' });
  }
}

async function pictureTrouble(page, { named }) {
  const states = [
    ['stopped', /You stopped this answer/],
    ['interrupted', /The model stopped responding/],
    ['failed', /This question was not answered/],
    ['nothing-found', /do not answer this/],
  ];
  for (const [name, words] of states) {
    const turn = see.turns(page).filter({ hasText: words }).first();
    await turn.evaluate((one) => one.scrollIntoView({ block: 'start' }));
    await turn.getByText(words).first().waitFor();
    await check(page, named(name));
  }
}

async function pictureVersions(page, { named }) {
  const first = see.turns(page).first();
  await first.getByText('2 of 2').waitFor();
  await check(page, named('branches'));
  await first.getByRole('button', { name: 'Bad answer' }).click();
  await first.getByRole('textbox', { name: /What was wrong/ }).waitFor();
  await check(page, named('feedback'));
  await first.getByRole('button', { name: 'Close' }).click();
  await first.getByRole('button', { name: 'Bad answer' }).click();
  await first.getByRole('button', { name: 'Edit the question' }).click();
  await first.getByRole('textbox', { name: 'Edit your question' }).waitFor();
  await check(page, named('editing'));
  await page.keyboard.press('Escape');
}

async function pictureMarkdown(page, { size, named }) {
  await see.turns(page).first().locator('pre span[class]').first().waitFor();
  await page.getByRole('main').evaluate((main) => (main.scrollTop = 0));
  await check(page, named('markdown'));
  await see
    .turns(page)
    .first()
    .locator('pre')
    .evaluate((code) => code.scrollIntoView({ block: 'center' }));
  await check(page, named('markdown-code'));
  await see.answerOf(see.lastTurn(page)).getByRole('link', { name: /the rules/ }).click();
  await page.getByRole('dialog', { name: 'Where this link leads' }).waitFor();
  await check(page, named('link'));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^More: .*delete/ }).click();
  await see.menuItem(page, 'Rename').waitFor();
  await check(page, named('conversation-menu'));
  await page.keyboard.press('Escape');
  if (size === 'phone') return;
  const chip = see.chips(see.lastTurn(page)).first();
  await chip.scrollIntoViewIfNeeded();
  await chip.hover();
  await page.mouse.move(...(await middleOf(chip, 2)));
  await page.getByRole('tooltip').waitFor();
  await check(page, named('source-card'));
}

async function middleOf(one, by) {
  const { x, y, width, height } = await one.boundingBox();
  return [x + width / 2 + by, y + height / 2];
}

describe('pictures', { concurrency: 2 }, () => {
  for (const kind of kinds) {
    const { size, theme, named } = kind;
    const shown = (what, on, at, steps) =>
      test(named(what), () =>
        inPage(browser, on(), { size, theme, at: at() }, (page) => steps(page, kind)),
      );

    shown('first screen', () => fresh, () => '/', async (page) => {
      await see.ready(page);
      await page.getByText(/Offline answers are on/).waitFor();
      await see.examples(page).first().waitFor();
      await check(page, named('first-screen'));
      if (isForReadme(size, theme)) await picture(page, 'first-screen', images);
    });
    shown('sources', () => server, () => `/c/${made.sources.conversation}`, pictureSources);
    shown('trouble', () => server, () => `/c/${made.trouble}`, pictureTrouble);
    shown('versions', () => server, () => `/c/${made.branches}`, pictureVersions);
    shown('Markdown', () => server, () => `/c/${made.markdown}`, pictureMarkdown);
  }
});
