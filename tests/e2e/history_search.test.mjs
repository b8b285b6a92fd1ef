// Search over one's own titles, questions and answers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { folderOfFirstVersion } from './harness/old_folder.mjs';
import { startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

let sim;
let server;

before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

/** Asks, and the model says `text`. */
async function said(question, text, on = server) {
  await sim.script({ text, delay_ms: 0 });
  return api(on).answered(question);
}

/** Searches until `isIt` finds something in what matches: messages are indexed soon, not at once. */
async function found(words, isIt = () => true, on = server) {
  return until(`a match of ${JSON.stringify(words)}`, async () => {
    const items = await api(on).searchHistory(words);
    return items.some(isIt) && items;
  });
}

/** The words of a snippet, without the signs that say that the text goes on. */
const textOf = ({ snippet }) =>
  snippet
    .map(({ text }) => text)
    .join('')
    .replace(/^… ?|…$/g, '');
const marked = ({ snippet }) => snippet.filter((part) => part.is_match).map(({ text }) => text);
const evened = (text) => text.replace(/\s+/g, ' ').trim();

test('a question, an answer and a title are found, each as what it is', async () => {
  const turn = await said('How long is the periscope?', 'It measures two fathoms and a cubit.');
  const { conversation_id, turn_id } = turn;
  await api(server).post(`/api/conversations/${conversation_id}/rename`, {
    message_text: 'About the bathyscaphe',
  });

  const [question] = await found('periscope');
  const [answer] = await found('fathoms');
  const [title] = await found('bathyscaphe');

  for (const match of [question, answer, title]) {
    assert.equal(match.conversation_id, conversation_id);
    assert.equal(match.title, 'About the bathyscaphe');
  }
  assert.deepEqual([question.place, question.turn_id], ['question', turn_id]);
  assert.deepEqual([answer.place, answer.turn_id], ['answer', turn_id]);
  assert.deepEqual([title.place, title.turn_id], ['title', undefined]);
  assert.equal(question.created_at, turn.created_at);
});

test('the parts of a snippet are text one after the other, and what matched is marked', async () => {
  const question =
    'Dear assistant,\n\nplease tell me   which **gyroscopes** we keep, and whether the small ' +
    'gyroscope (from the attic) may be lent to visitors.';
  await said(question, 'We keep three.');

  const [match] = await found('gyroscope');

  assert.equal(match.place, 'question');
  assert.ok(evened(question).includes(evened(textOf(match))), textOf(match));
  assert.deepEqual(marked(match), ['gyroscopes', 'gyroscope']);
  assert.ok(match.snippet.every(({ text }) => text.length > 0));
});

test('of a long answer the place of the match is shown, whole characters and not all of it', async () => {
  const filler = 'Größe und Maß – 日本語 stehen hier nur so herum. '.repeat(400);
  const answer = `${filler}The astrolabe hangs beside the door. ${filler}`;
  await said('Where does it hang?', answer);

  const [match] = await found('astrolabes');

  const shown = textOf(match);
  assert.equal(match.place, 'answer');
  assert.ok(shown.length < 1_000, `${shown.length} characters`);
  assert.ok(evened(answer).includes(evened(shown)), shown);
  assert.ok(!shown.includes('\uFFFD'), 'a character was cut in two');
  assert.deepEqual(marked(match), ['astrolabe']);
});

test('words are found in other forms, cases and without their marks', async () => {
  await said('Welche Länder haben wir bereist?', 'Die Häuser in den Ländern waren nicht groß.');
  await said('Were the compasses recalibrated?', 'Nobody recalibrates a compass in winter.');
  await said('Où est la crème brûlée?', 'Dans la glacière.');
  await said('灯台はどこにありますか', '灯台は岬の先にあります。');
  for (const [words, says] of [
    ['haus', /Häuser/],
    ['LÄNDERN', /Länder/],
    ['bereisten', /bereist/],
    ['compass', /compass/],
    ['recalibrating', /recalibrate/],
    ['creme brulee', /crème brûlée/],
    ['灯台', /灯台/],
  ]) {
    const items = await found(words, (match) => says.test(textOf(match)));
    const match = items.find((one) => says.test(textOf(one)));
    assert.ok(marked(match).length > 0, `${words}: nothing is marked`);
  }
});

test('what has all of the words comes before what has one of them', async () => {
  await said('Where is the copper sextant?', 'In the cabinet.');
  await said('Where is the copper kettle?', 'On the stove.');
  await said('Where is the copper wire?', 'Nowhere, copper is dear, copper is rare.');
  const items = await found('copper sextant', (match) => /sextant/.test(textOf(match)));

  assert.match(textOf(items[0]), /copper sextant/);
  assert.deepEqual(marked(items[0]), ['copper', 'sextant']);
});

test('limit is kept; what nothing has, or what is no word, finds nothing', async () => {
  await said('A barometer falls.', 'The barometer rises.');
  await said('A barometer stands.', 'The barometer stands still.');
  await found('barometer', (match) => /stands/.test(textOf(match)));

  assert.equal((await api(server).searchHistory('barometer', 1)).length, 1);
  assert.deepEqual(await api(server).searchHistory('xylophonist zzyzx'), []);
  for (const odd of ['"', '*', 'NEAR(a b)', '(', "'; --", '%', '🜁', '-', '\u0301', 'title:'])
    await api(server).searchHistory(odd);
});

test('a search without words, past its limits or with other fields is refused', async () => {
  for (const body of [
    {},
    { message_text: '' },
    { message_text: ' \n' },
    { message_text: 'x'.repeat(32_001) },
    { message_text: 'x', limit: 0 },
    { message_text: 'x', limit: 51 },
    { message_text: 'x', limit: '5' },
    { message_text: 'x', cursor: 'y' },
  ]) {
    const response = await api(server).post('/api/conversations/search', body);
    assertProblem(response, { status: 400, fault: 'invalid_request' });
  }
  assert.equal(
    (await api(server).post('/api/conversations/search', { message_text: 'x', limit: 50 })).status,
    200,
  );
});

test('an old title is no longer found when there is a new one', async () => {
  const { conversation_id: id } = await said('A question without a name', 'Yes.');
  const rename = (title) =>
    api(server).post(`/api/conversations/${id}/rename`, { message_text: title });
  await rename('The quadrant affair');
  await found('quadrant');

  await rename('The theodolite affair');

  await found('theodolite');
  await until('the old title to be gone', async () => {
    return (await api(server).searchHistory('quadrant')).length === 0;
  });
});

test('among 500 conversations the right one is found at once, also after a restart', async () => {
  let mine = await startServer({ env: sim.env });
  await sim.script({ text: 'Noted.', delay_ms: 0 });
  const needle = 'Where did the chronometer of the Adelaide go?';
  const asked = Array.from({ length: 500 }, (_, i) =>
    i === 123 ? needle : `Question ${i}: what about lantern number ${i} and its wick?`,
  );
  for (let i = 0; i < asked.length; i += 20) {
    const turns = await Promise.all(
      asked.slice(i, i + 20).map((message) => api(mine).start(message)),
    );
    for (const { turn_id: id } of turns) await api(mine).turnIs(id, 'completed');
  }
  const isNeedle = (match) => match.title.startsWith('Where did the chronometer');
  await found('chronometer', isNeedle, mine);
  await found('lantern number 499', (match) => /\b499\b/.test(textOf(match)), mine);

  const before_ = Date.now();
  const [best] = await api(mine).searchHistory('the chronometers of Adelaide');
  const took = Date.now() - before_;
  assert.ok(isNeedle(best), best.title);
  assert.ok(took < 1_000, `${took} ms`);
  assert.equal((await api(mine).searchHistory('lantern', 50)).length, 50);

  await mine.kill('SIGKILL');
  mine = await startServer({ env: sim.env, data: mine.data });
  const [again] = await found('the chronometers of Adelaide', isNeedle, mine);
  assert.deepEqual(again, best);
  await mine.kill();
});

test('messages that an older version kept are found', async () => {
  const { data, conversation, turn } = folderOfFirstVersion();
  const mine = await startServer({ env: sim.env, data });

  const [answer] = await found('orreries hall', () => true, mine);
  const [title] = await found('the old day', ({ place }) => place === 'title', mine);

  assert.deepEqual([answer.conversation_id, answer.turn_id], [conversation, turn]);
  assert.deepEqual(marked(answer), ['orrery', 'hall']);
  assert.equal(title.conversation_id, conversation);
  const { turns } = await api(mine).conversation(conversation);
  assert.equal(turns[0].answer_text, 'The orrery stood in the hall.');
  await mine.kill();
});
