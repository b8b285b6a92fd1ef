// Replicas of the real server over one PostgreSQL, with gates between all of them, and a simulated model.
import { after } from 'node:test';
import { api } from '../../../e2e/harness/api.mjs';
import { Hopeless, until } from '../../../e2e/harness/conditions.mjs';
import { exchange } from '../../../e2e/harness/http.mjs';
import { temporaryFolder } from '../../../e2e/harness/places.mjs';
import { Server } from '../../../e2e/harness/server.mjs';
import { startSim } from '../../../e2e/harness/simulator.mjs';
import { Client } from './client.mjs';
import { freePort } from './free_port.mjs';
import { Gates } from './gates.mjs';
import { judged, questionFor, questionProblems, wholeAnswer } from './oracle.mjs';
import { Pooler } from './pooler.mjs';
import { Cluster, databaseUrl } from './postgres.mjs';
import { Random } from './random.mjs';

const readyWithinMs = 60_000;
const running = new Set();

after(async () => {
  await Promise.all([...running].map((stack) => stack.stop()));
});

/** One replica and the gates around it. `port` is its own and stays the same over restarts. */
class Replica {
  constructor(stack, name, port) {
    Object.assign(this, { stack, name, port, host: `127.0.0.1:${port}` });
  }

  async openGates() {
    const { gates, clusters, pooler } = this.stack;
    const open = (what, i, port) =>
      gates.open(`${what} ${i} of ${this.name}`, { host: '127.0.0.1', port });
    this.clients = await open('clients', 0, this.port);
    this.databases = await Promise.all(
      clusters.map(({ port }, i) => open('database', i, pooler?.port ?? port)),
    );
    this.notifications = await Promise.all(
      clusters.map(({ port }, i) => open('notifications', i, port)),
    );
  }

  #environment() {
    const { sim, hasDirect, more } = this.stack;
    const { databases, notifications } = this;
    return {
      ...sim.env,
      ...(databases.length > 0 && { PARLANCE_DATABASE: databaseUrl(databases) }),
      ...(databases.length > 0 &&
        hasDirect && { PARLANCE_DATABASE_DIRECT: databaseUrl(notifications) }),
      ...more,
    };
  }

  /** Starts it, without waiting. */
  launch() {
    this.program = new Server({ data: this.stack.data, env: this.#environment(), port: this.port });
    this.program.port = this.port;
  }

  async start() {
    this.launch();
    await this.isReady();
  }

  async isReady() {
    await until(
      `replica ${this.name} to be ready`,
      async () => {
        const { end, output } = this.program;
        if (end) throw new Hopeless(`it ended, ${JSON.stringify(end)}: ${output}`);
        return (await exchange(this.program, { path: '/readyz' })).status === 200;
      },
      { withinMs: readyWithinMs },
    );
  }

  get api() {
    return api(this.program);
  }

  /** As a client reaches it: through its gate. */
  get place() {
    return { name: this.name, port: this.clients.port, host: this.host };
  }

  signal(signal) {
    this.program.child.kill(signal);
  }

  async kill(signal = 'SIGKILL', withinMs) {
    return this.program.kill(signal, withinMs);
  }
}

export class Stack {
  clusters = [];
  replicas = [];
  primaryAt = 0;
  #words = 0;
  #clients = [];

  /**
   * `database`: postgres, pooled (behind PgBouncer), promotable (with a synchronous standby) or sqlite
   * (one replica). `hasDirect`: replicas are told a way past the pooler.
   */
  static async start({
    seed = 1,
    database = 'postgres',
    replicas = 2,
    hasDirect = true,
    more = {},
  } = {}) {
    const stack = new Stack();
    running.add(stack);
    Object.assign(stack, { database, hasDirect, more });
    stack.random = new Random(seed);
    stack.data = temporaryFolder('stack');
    stack.sim = await startSim();
    stack.gates = new Gates();
    await stack.#startDatabase();
    for (const name of ['a', 'b', 'c', 'd'].slice(0, replicas)) {
      const replica = new Replica(stack, name, await freePort());
      await replica.openGates();
      await replica.start();
      stack.replicas.push(replica);
    }
    return stack;
  }

  async #startDatabase() {
    if (this.database === 'sqlite') return;
    this.clusters = [await Cluster.create()];
    if (this.database === 'pooled') this.pooler = await Pooler.start(this.primary);
    if (this.database === 'promotable') this.clusters.push(await this.clusters[0].standby());
  }

  async stop() {
    running.delete(this);
    for (const client of this.#clients) client.leave(); // a failed test leaves them asking
    for (const { program } of this.replicas) program.child.kill('SIGCONT');
    await Promise.all(this.replicas.map((replica) => replica.kill()));
    await this.pooler?.stop();
    await Promise.all(this.clusters.map((cluster) => cluster.stop('immediate')));
    this.gates?.close();
    await this.sim?.kill();
  }

  get primary() {
    return this.clusters[this.primaryAt];
  }

  /** The primary crashes, its standby takes over, and a new standby is made in its place. */
  async promoteStandby() {
    const lostAt = this.primaryAt;
    const [lost, next] = [this.clusters[lostAt], this.clusters[1 - lostAt]];
    await lost.stop('immediate');
    await next.promote();
    this.primaryAt = 1 - lostAt;
    const fresh = await next.standby();
    this.clusters[lostAt] = fresh;
    for (const { databases, notifications } of this.replicas)
      for (const gate of [databases[lostAt], notifications[lostAt]])
        await gate.leadTo({ host: '127.0.0.1', port: fresh.port });
  }

  /** A word that no other answer of this stack is made of; some have more than one byte a letter. */
  word() {
    this.#words += 1;
    const ending = ['-', 'é', '字', '🙂'][this.#words % 4];
    return `w${this.#words.toString(36)}${ending}`;
  }

  /** A client that will ask for `count` numbered words, one every `everyMs`. */
  client({ count = 200, everyMs = 20, places, ...more } = {}) {
    const word = this.word();
    const client = new Client({
      places: places ?? this.replicas.map(({ place }) => place),
      random: this.random.branch(),
      question: questionFor(word, count, everyMs),
      ...more,
    });
    client.whole = wholeAnswer(word, count);
    this.#clients.push(client);
    return client;
  }

  /** Another client for the same turn, through `places`. */
  follower(of, places, more = {}) {
    const follower = new Client({ places, random: this.random.branch(), ...more });
    follower.whole = of.whole;
    this.#clients.push(follower);
    return follower;
  }

  /** Waits until `client` displays so many bytes. */
  async displays(client, bytes, withinMs = 20_000) {
    await until(
      `${bytes} bytes to be displayed`,
      () => client.displayed.length >= bytes || client.errors.length > 0,
      { withinMs },
    );
  }

  /** A replica that the client did not read from last. */
  #another({ responses }) {
    const last = responses.at(-1)?.place;
    return this.replicas.find(({ name }) => name !== last) ?? this.replicas[0];
  }

  /** What is wrong with what a client saw, judged by what another replica finds in the store. */
  async problems(client, { through, question = client.question, ...allowed } = {}) {
    through ??= this.#another(client);
    const stored = await through.api.turn(client.turn);
    const { turns } = await through.api.conversation(stored.conversation_id);
    return [
      ...judged(client, stored, { whole: client.whole, ...allowed }),
      ...(question ? questionProblems(turns, question) : []),
    ];
  }
}
