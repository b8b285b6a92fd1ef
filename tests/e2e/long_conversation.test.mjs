// A conversation that is too long to come at once: its end is there, the rest comes when one goes up,
// and nobody who reads is moved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import * as see from './harness/page.mjs';
import { startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

const count = 130;
const atOnce = 50;
let sim;
let server;
let browser;
let conversation;
const turns = [];

before(async () => {
  [sim, browser] = await Promise.all([startSim(), openBrowser()]);
  server = await startServer({ env: sim.env });
  await sim.script({ text: Array(12).fill('A line of an answer.').join('\n\n'), delay_ms: 0 });
  for (let at = 1; at <= count; at += 1) {
    const turn = await api(server).answered({
      message_text: `Question ${at}?`,
      ...(conversation && { conversation_id: conversation }),
    });
    conversation = turn.conversation_id;
    turns.push(turn.turn_id);
  }
});
after(() => Promise.all([browser?.close(), server?.kill(), sim?.kill()]));

const question = (page, at) =>
  page.getByRole('heading', { level: 2, name: `Question ${at}?`, exact: true });
const shown = (page) => see.turns(page).count();

test('the API gives the end of the path, and what leads to it part by part', async () => {
  const parts = [await api(server).conversation(conversation)];
  while (parts[0].earlier_cursor !== undefined) {
    const before = encodeURIComponent(parts[0].earlier_cursor);
    parts.unshift(await api(server).read(`/api/conversations/${conversation}?before=${before}`));
  }
  assert.deepEqual(
    parts.map((part) => part.turns.length),
    [count - 2 * atOnce, atOnce, atOnce],
  );
  assert.deepEqual(
    parts.flatMap((part) => part.turns.map((turn) => turn.turn_id)),
    turns,
  );
  const { json } = await api(server).get(`/api/conversations/${conversation}/export?format=json`);
  assert.deepEqual(
    json.turns.map((turn) => turn.turn_id),
    turns,
  );
});

test('the end is there at once; who scrolls up gets the rest and is never moved', async () => {
  await inPage(browser, server, { at: `/c/${conversation}` }, async (page) => {
    await question(page, count).waitFor();
    assert.equal(await shown(page), atOnce);
    const main = page.getByRole('main');
    await main.hover();
    // The place of the turn that was in view, measured in the page when turns come above it.
    await main.evaluate((scroller) => {
      window.moved = [];
      const first = () =>
        [...scroller.querySelectorAll('[data-turn]')].find(
          (one) => one.getBoundingClientRect().bottom > 72,
        );
      let watched = first();
      let top = watched.getBoundingClientRect().top;
      let turnsBefore = scroller.querySelectorAll('[data-turn]').length;
      let scrolledTo = scroller.scrollTop;
      const look = () => {
        const turnsNow = scroller.querySelectorAll('[data-turn]').length;
        if (turnsNow !== turnsBefore && watched.isConnected)
          window.moved.push(Math.abs(watched.getBoundingClientRect().top - top));
        turnsBefore = turnsNow;
        watched = first();
        top = watched.getBoundingClientRect().top;
        scrolledTo = scroller.scrollTop;
        requestAnimationFrame(look);
      };
      look();
      return scrolledTo;
    });
    await until('the first question to be there', async () => {
      await page.mouse.wheel(0, -1500);
      return (await shown(page)) === count;
    });
    await until('the first question to be in view', async () => {
      await page.mouse.wheel(0, -3000);
      return (await main.evaluate((scroller) => scroller.scrollTop)) === 0;
    });
    assert.ok(await question(page, 1).isVisible());
    assert.equal(await page.getByRole('button', { name: 'Show earlier questions' }).count(), 0);
    const moved = await page.evaluate(() => window.moved);
    assert.equal(moved.length, 2, 'two parts came');
    // Wheels of this test move by 1500; what comes above would move by tens of thousands.
    for (const distance of moved) assert.ok(distance <= 1500 + 2, `moved by ${distance} px`);
  });
});

test('a reader who does not scroll stays to the pixel when earlier turns come', async () => {
  await inPage(browser, server, { at: `/c/${conversation}` }, async (page) => {
    await question(page, count).waitFor();
    // Where one turn is in every frame, and how many there are.
    await see.turns(page).nth(1).evaluate((turn) => {
      window.frames_ = [];
      const look = () => {
        const turnsNow = document.querySelectorAll('[data-turn]').length;
        window.frames_.push([turnsNow, turn.getBoundingClientRect().top]);
        requestAnimationFrame(look);
      };
      turn.scrollIntoView({ block: 'start' });
      look();
    });
    const frames = await until('some frames with the earlier ones', async () => {
      const seen = await page.evaluate(() => window.frames_);
      return seen.filter(([turnsNow]) => turnsNow > atOnce).length > 20 && seen;
    });
    const grown = frames.findIndex(([turnsNow]) => turnsNow > atOnce);
    assert.ok(grown > 0, 'the turn was in view before the others came');
    const [, before] = frames[grown - 1];
    for (const [, top] of frames.slice(grown))
      assert.ok(Math.abs(top - before) <= 1, `from ${before} to ${top}`);
  });
});

test('an address that names a turn far up opens there', async () => {
  await inPage(browser, server, { at: `/c/${conversation}?turn=${turns[2]}` }, async (page) => {
    await question(page, 3).waitFor();
    await until('the turn in view', async () => {
      const box = await question(page, 3).boundingBox();
      return box !== null && box.y > 0 && box.y < 400;
    });
    // And the end is still where one asks on.
    await see.askInPage(page, 'One more?');
    await see.answered(page);
    assert.equal(await shown(page), count + 1);
  });
});

test('Alt with the arrow goes up beyond what was there at first', async () => {
  await inPage(browser, server, { at: `/c/${conversation}` }, async (page) => {
    await question(page, count).waitFor();
    await see.turns(page).first().evaluate((one) => one.scrollIntoView({ block: 'start' }));
    await until('a question before the first that was there', async () => {
      await page.keyboard.press('Alt+ArrowUp');
      return question(page, count - atOnce - 3).isVisible();
    });
  });
});
