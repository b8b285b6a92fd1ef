// Conversations as they are pictured: made through the API, so that a picture is one page load.
import { api } from './api.mjs';
import { until } from './conditions.mjs';

export const streamedText = `## Down sleeping bags

Wash the bag in a **front-loading machine** with down soap [1], then dry it on low heat:

1. put three clean tennis balls in the drum [1]
2. stop when no clumps are left, usually after *three to four hours*

| step | programme |
| --- | --- |
| wash | 30 °C, down soap |
| dry | low, 3 to 4 hours |

Store it loose in the cotton sack, never in the compression sack, because`;
export const wordsBeforeHold = 40;

/** All that Markdown has. */
export const richText = `## What to pack for a night out

Take **less than you think**, and *weigh it* first [1]. Water boils at \`95 °C\` up there.

- a bag for the season
  - down when it is dry
  - synthetic when it is not
- a mat with an R-value of 4

1. pitch before dark
2. cook downwind

> Leave the place as you found it, or a little better.

| part | weight | price |
| --- | ---: | ---: |
| tent | 2,140 g | 459 EUR |
| bag | 980 g | 329 EUR |
| a part with quite a long name, as catalogues have them | 12 g | 4.50 EUR |

\`\`\`python
def pack(items, limit=12_000):
    """The heaviest first, until the limit in grams."""
    for item in sorted(items, key=lambda it: -it.grams):
        if (limit := limit - item.grams) >= 0:
            yield item  # fits
\`\`\`

- [x] tent checked
- [ ] stove cleaned

See [the rules of the reserve](https://example.org/reserve/rules?season=winter) before you go.`;

/** Questions that the samples answer, by what shows their source. */
export const sourceQuestions = {
  pdf: 'How many days of paid leave do full-time employees get?',
  text: 'How should I wash a down sleeping bag?',
  slide: 'When does the Kestrel Bay store open for the first time?',
  sheet: 'How heavy is the Tarn boot and what does it cost?',
  docx: 'What is the hotel limit per night in North America?',
};

/** One conversation: a question for each kind of source, quoted by the offline answerer. */
export async function askAboutSources(server) {
  const http = api(server);
  let conversation;
  const turns = {};
  for (const [kind, text] of Object.entries(sourceQuestions)) {
    const turn = await http.answered({
      message_text: text,
      model: 'offline',
      ...(conversation && { conversation_id: conversation }),
    });
    conversation = turn.conversation_id;
    turns[kind] = { id: turn.turn_id, number: turn.citations[0]?.number };
  }
  return { conversation, turns };
}

/** One conversation with answers that are stopped, interrupted, failed, and about nothing known. */
export async function askForTrouble(server, sim) {
  const http = api(server);
  await sim.script({ text: streamedText, delay_ms: 0, hold: 30 });
  const stopped = await http.start('How do I wash a down sleeping bag?');
  await sim.holding();
  await until('the first words', async () => (await http.turn(stopped.turn_id)).answer_text);
  await http.stop(stopped.turn_id);
  await http.turnIs(stopped.turn_id, 'stopped');
  const conversation = stopped.conversation_id;
  await sim.script({ text: streamedText, delay_ms: 0, fault: { kind: 'cut_after', tokens: 30 } });
  const more = { conversation_id: conversation };
  await http.answered({ message_text: 'And how do I dry it?', ...more }, 'interrupted');
  await sim.script({ fault: { kind: 'status', status: 401, message: 'wrong key' } });
  await http.answered({ message_text: 'How long may it be stored?', ...more }, 'failed');
  const nothing = 'What is the boiling point of tungsten?';
  await http.answered({ message_text: nothing, model: 'offline', ...more });
  return conversation;
}

/** One conversation whose first question has two versions, the newer one with a follow-up. */
export async function askTwice(server) {
  const http = api(server);
  const model = 'offline';
  const first = await http.answered({ message_text: 'How much is a hotel?', model });
  const conversation = { conversation_id: first.conversation_id, model };
  const text = 'What is the hotel limit per night in North America?';
  await http.answered({ ...conversation, message_text: text, parent_turn_id: null });
  await http.answered({ ...conversation, message_text: 'How soon do I hand in a claim?' });
  return first.conversation_id;
}

export async function askForMarkdown(server, sim) {
  await sim.script({ text: richText, delay_ms: 0 });
  return (await api(server).answered('What do I pack for a night outside?')).conversation_id;
}

/** A turn whose answer stands still in mid-sentence until the simulator releases it. */
export async function hold(server, sim, question = 'How do I wash and dry a down sleeping bag?') {
  await sim.script({ text: streamedText, delay_ms: 0, hold: wordsBeforeHold });
  const turn = await api(server).start(question);
  await sim.holding();
  return turn;
}
