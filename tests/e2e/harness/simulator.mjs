// The simulated model of sims/openai: what it says, how fast, and what goes wrong.
import path from 'node:path';
import { until } from './conditions.mjs';
import { exchange, json } from './http.mjs';
import { root } from './places.mjs';
import { Program } from './program.mjs';

const main = path.join(root, 'sims', 'openai', 'main.mjs');

class Simulator extends Program {
  constructor() {
    super(process.execPath, [main, '--port', '0', '--until-stdin-ends'], {
      env: { PATH: process.env.PATH },
      stdin: 'pipe',
    });
  }

  async #control(path_, value) {
    const asked = value === undefined ? { path: path_ } : { path: path_, ...json(value) };
    const { status, body } = await exchange(this, asked);
    if (status !== 200) throw new Error(`simulator ${path_}: ${status} ${body}`);
    return JSON.parse(body);
  }

  /** Sets the steps of the coming answers (see sims/openai/README.md) and forgets what was before. */
  async script(...steps) {
    await this.#control('/control/reset', {});
    await this.#control('/control', { steps });
  }

  /** Requests since the last script. */
  async requests() {
    return (await this.#control('/control/requests')).requests;
  }

  /** Waits until `count` answers stand still at their `hold`. */
  async holding(count = 1) {
    return until(`${count} held answers`, async () => {
      const { holding } = await this.#control('/control/requests');
      return holding === count;
    });
  }

  async release() {
    return this.#control('/control/release', {});
  }
}

export async function startSim() {
  const sim = new Simulator();
  const [, port] = await sim.says(/openai simulator on http:\/\/127\.0\.0\.1:(\d+)/);
  sim.port = Number(port);
  /** Settings that make a server use it. */
  sim.env = { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, OPENAI_MODEL: 'sim-model' };
  return sim;
}

/** What the simulator says with {words: count}. */
export function numberedWords(count) {
  return Array.from({ length: count }, (_, i) => `word${i + 1}`).join(' ');
}
