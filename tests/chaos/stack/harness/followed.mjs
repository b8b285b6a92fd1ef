// Turns that are read on the replica that runs them and on the other one.
import assert from 'node:assert/strict';

/** `count` turns of `words` words that `a` runs: {pairs: [{here, there}], ended}. */
export async function followed(stack, count, words) {
  const [a, b] = stack.replicas;
  const pairs = Array.from({ length: count }, () => {
    const here = stack.client({ count: words, places: [a.place] });
    return { here, there: stack.follower(here, [b.place]) };
  });
  const asking = pairs.map(({ here }) => here.ask());
  await Promise.all(pairs.map(({ here }) => stack.displays(here, 100)));
  const following = pairs.map(({ here, there }) => there.follow(here.turn));
  await Promise.all(pairs.map(({ there }) => stack.displays(there, 100)));
  return { pairs, ended: Promise.all([...asking, ...following]) };
}

export async function assertNothingLost(stack, pairs, allowed = {}) {
  for (const { here, there } of pairs) {
    const { question } = here;
    assert.deepEqual(await stack.problems(here, allowed), []);
    assert.deepEqual(await stack.problems(there, { question, ...allowed }), []);
  }
}
