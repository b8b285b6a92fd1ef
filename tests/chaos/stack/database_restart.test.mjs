// The database restarts under running turns: told (fast) and as a crash (immediate).
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Stack } from './harness/stack.mjs';

let stack;

before(async () => {
  stack = await Stack.start();
});

for (const mode of ['fast', 'immediate']) {
  test(`a restart of the database with -m ${mode} loses nothing, here and on the other replica`, async () => {
    const [a, b] = stack.replicas;
    const clients = stack.replicas.flatMap(({ place }) =>
      Array.from({ length: 10 }, () => stack.client({ count: 300, places: [place] })),
    );
    const asking = clients.map((client) => client.ask());
    await Promise.all(clients.map((client) => stack.displays(client, 200)));
    const elsewhere = clients.map((client) =>
      stack.follower(client, [client.places[0].name === 'a' ? b.place : a.place]),
    );
    const following = elsewhere.map((follower, i) => follower.follow(clients[i].turn));

    await stack.primary.restart(mode);
    const late = stack.client({ count: 50 });
    await Promise.all([...asking, ...following, late.ask()]);

    for (const [i, client] of [...clients, ...elsewhere].entries())
      assert.deepEqual(
        await stack.problems(client, { question: clients[i % clients.length].question }),
        [],
      );
    assert.deepEqual(await stack.problems(late), []);
    assert.ok(clients.every(({ refusals }) => refusals.length === 0));
  });
}
