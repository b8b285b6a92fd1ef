// What can go wrong in a stack. Each fault heals itself before it is over, and says on which replica
// turns may be interrupted by it, if on any.
import { setTimeout as pause } from 'node:timers/promises';

const leaseMs = 8_000; // a shorter pause must cost nothing

async function cuts(gates, random) {
  await Promise.all(gates.map((gate) => gate.cut({ reset: random.next() < 0.5 })));
}

/** Sets the gates for a while. */
async function sets(gates, settings, ms) {
  await Promise.all(gates.map((gate) => gate.set(settings)));
  await pause(ms);
  await Promise.all(gates.map((gate) => gate.clear()));
}

const databasesOf = ({ replicas }) =>
  replicas.flatMap(({ databases, notifications }) => [...databases, ...notifications]);
const clientsOf = ({ replicas }) => replicas.map(({ clients }) => clients);

/** {name: async (stack, random) => {lost?: name of a replica, problem?: text}} */
export const faults = {
  'replica: kill -9': async ({ replicas }, random) => {
    const replica = random.one(replicas);
    await replica.kill('SIGKILL');
    await pause(random.between(0, 3_000));
    await replica.start();
    return { lost: replica.name };
  },

  'replica: SIGSTOP': async ({ replicas }, random) => {
    const replica = random.one(replicas);
    const ms = random.one([random.between(1_000, 6_000), random.between(12_000, 16_000)]);
    replica.signal('SIGSTOP');
    await pause(ms);
    replica.signal('SIGCONT');
    return { lost: ms > leaseMs ? replica.name : undefined };
  },

  'replica: SIGTERM, replaced': async ({ replicas }, random) => {
    const replica = random.one(replicas);
    const { code, signal } = await replica.kill('SIGTERM', 125_000);
    await replica.start();
    return code === 0 ? {} : { problem: `replica ${replica.name} ended with ${code ?? signal}` };
  },

  'database: restart -m fast': async ({ primary }) => {
    await primary.restart('fast');
    return {};
  },

  'database: restart -m immediate': async ({ primary }) => {
    await primary.restart('immediate');
    return {};
  },

  'database: outage': async ({ primary }, random) => {
    await primary.stop(random.one(['fast', 'immediate']));
    await pause(random.between(3_000, 12_000));
    await primary.start();
    return {};
  },

  'database: standby promoted': async (stack) => {
    await stack.promoteStandby();
    return {};
  },

  'database: connections cut': async (stack, random) => {
    await cuts(databasesOf(stack), random);
    return {};
  },

  'database: network stalled': async (stack, random) => {
    await sets(random.one(stack.replicas).databases, { stalled: true }, random.between(500, 4_000));
    return {};
  },

  'database: network sliced and slow': async (stack, random) => {
    const settings = { slice: random.between(1, 16), delay_ms: random.between(1, 40) };
    await sets(databasesOf(stack), settings, 3_000);
    return {};
  },

  'notifications: cut off': async ({ replicas }, random) => {
    const { notifications } = random.one(replicas);
    await Promise.all(notifications.map((gate) => gate.shut()));
    await pause(random.between(500, 4_000));
    await Promise.all(notifications.map((gate) => gate.clear()));
    return {};
  },

  'clients: all cut at once': async (stack, random) => {
    await cuts(clientsOf(stack), random);
    return {};
  },

  'clients: network stalled': async (stack, random) => {
    await sets(clientsOf(stack), { stalled: true }, random.between(500, 4_000));
    return {};
  },

  'clients: network sliced and slow': async (stack, random) => {
    const settings = { slice: random.between(1, 4), delay_ms: random.between(0, 60) };
    await sets(clientsOf(stack), settings, 3_000);
    return {};
  },
};
