// People who ask all the time, and one fault after the other, all chosen by one seed.
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../e2e/harness/conditions.mjs';
import { faults } from './faults.mjs';
import { Random } from './random.mjs';

const people = 16;
const silenceMs = 20_000; // shorter than a page's, so that a short run sees what follows

export class Mix {
  clients = []; // {client, asker, wasStopped}
  played = []; // {name, from, to, lost}
  problems = []; // {client?, text}
  #isOver = false;

  constructor(stack, seed) {
    this.stack = stack;
    this.random = new Random(seed);
  }

  /** Plays every fault once, and then on until `seconds` are over. */
  async run(seconds) {
    const asking = Array.from({ length: people }, () => this.#person(this.random.branch()));
    const until_ = performance.now() + seconds * 1000;
    const waiting = this.random.shuffled(Object.keys(faults));
    try {
      while (waiting.length > 0 || performance.now() < until_) {
        await pause(this.random.between(300, 1_500));
        await this.#play(waiting.pop() ?? this.random.one(Object.keys(faults)));
      }
    } finally {
      this.#isOver = true;
    }
    await Promise.all(asking);
    await this.#judge();
  }

  async #play(name) {
    const from = performance.now();
    const { lost, problem } = await faults[name](this.stack, this.random);
    for (const replica of this.stack.replicas) {
      const { end, output } = replica.program;
      if (end) throw new Error(`replica ${replica.name} ended during "${name}": ${output}`);
      await replica.isReady();
    }
    if (problem) this.problems.push({ text: problem });
    this.played.push({ name, from, to: performance.now(), lost });
  }

  async #person(random) {
    let conversation;
    while (!this.#isOver) {
      const count = random.between(50, 300);
      const places = random.shuffled(this.stack.replicas.map(({ place }) => place));
      const client = this.stack.client({
        count,
        everyMs: random.between(20, 40),
        places,
        conversation,
        silenceMs,
      });
      const entry = { client, asker: client, wasStopped: false };
      this.clients.push(entry);
      const all = [client.ask()];
      if (random.next() < 0.4) all.push(this.#follow(entry, random));
      if (random.next() < 0.1) all.push(this.#stop(entry, random));
      await Promise.all(all);
      if (client.errors.length > 0) return;
      conversation = random.next() < 0.5 ? client.conversation : undefined;
    }
  }

  async #accepted({ client }) {
    await until('a turn to be accepted', () => client.isAccepted || client.endedMs, {
      withinMs: 240_000,
    });
    return client.errors.length === 0;
  }

  async #follow(entry, random) {
    if (!(await this.#accepted(entry))) return;
    const places = random.shuffled(this.stack.replicas.map(({ place }) => place));
    const client = this.stack.follower(entry.client, places, { silenceMs });
    this.clients.push({ client, asker: entry.client, of: entry });
    await client.follow(entry.client.turn);
  }

  /** Asks to stop until a replica has taken it. */
  async #stop(entry, random) {
    if (!(await this.#accepted(entry))) return;
    await pause(random.between(0, 3_000));
    entry.wasStopped = true;
    for (let i = 0; !entry.client.end && i < 200; i += 1) {
      const { api } = random.one(this.stack.replicas);
      const taken = await api
        .post(`/api/turns/${entry.client.turn}/stop`, {})
        .catch(() => undefined);
      if (taken?.status === 202) return;
      await pause(250);
    }
  }

  /** The owner of a turn is a replica that the question was sent to. */
  #wasOwnerLost({ asker }) {
    const asked = new Set(
      asker.responses.filter(({ method }) => method === 'POST').map(({ place }) => place),
    );
    return this.played.some(
      ({ lost, from, to }) =>
        lost && asked.has(lost) && from <= asker.endedMs && to >= asker.askedMs,
    );
  }

  async #judge() {
    for (const entry of this.clients) {
      const { client, asker, of, wasStopped } = entry;
      const allowed = {
        question: asker.question,
        wasOwnerLost: this.#wasOwnerLost(entry),
        wasStopped: (of ?? { wasStopped }).wasStopped,
      };
      const found = client.turn ? await this.stack.problems(client, allowed) : client.errors;
      for (const text of found) this.problems.push({ client, text });
    }
  }

  /** Each problem with what was going on meanwhile. */
  told() {
    return this.problems.map(({ client, text }) => {
      const met = this.played.filter(
        ({ from, to }) => client && client.askedMs <= to && client.endedMs >= from,
      );
      const turn = client
        ? ` (turn ${client.turn}; ${met.map(({ name }) => name).join(', ')})`
        : '';
      return text + turn;
    });
  }

  /** What was done, how often, to how many answers, and what was lost: rows of a table. */
  rows() {
    const during = ({ from, to }) =>
      this.clients.filter(({ client }) => client.askedMs <= to && client.endedMs >= from);
    return Object.keys(faults).map((name) => {
      const times = this.played.filter((one) => one.name === name);
      const met = new Set(times.flatMap((one) => during(one)));
      const lost = this.problems.filter(({ client }) =>
        [...met].some((one) => one.client === client),
      );
      const interrupted = [...met].filter(({ client }) => client.end?.state === 'interrupted');
      return {
        name,
        times: times.length,
        met: met.size,
        interrupted: interrupted.length,
        lost: lost.length,
      };
    });
  }

  table() {
    const head = ['fault', 'times', 'answers met', 'interrupted', 'lost'];
    const rows = this.rows().map((row) => Object.values(row).map(String));
    const widths = head.map((text, i) =>
      Math.max(text.length, ...rows.map((row) => row[i].length)),
    );
    const line = (row) =>
      row
        .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
        .join('  ');
    const came = this.clients.reduce((sum, { client }) => sum + client.responses.length, 0);
    return [
      line(head),
      ...rows.map(line),
      `${this.clients.length} readers of answers came ${came} times; ` +
        `${this.problems.length} lost, doubled or wrong`,
    ].join('\n');
  }
}
