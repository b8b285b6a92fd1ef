#!/usr/bin/env node
// Starts the simulator and prints one line with its address, which tests wait for.
import { parseArgs } from 'node:util';
import { createSimulator } from './simulator.mjs';

const usage =
  'usage: node main.mjs [--host 127.0.0.1] [--port 8089] [--key SECRET] [--model NAME]\n' +
  '                     [--delay-ms 10] [--until-stdin-ends]';

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '8089' },
        key: { type: 'string' },
        model: { type: 'string', default: 'sim-model' },
        'delay-ms': { type: 'string', default: '10' },
        'until-stdin-ends': { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n${usage}\n`);
    process.exit(2);
  }
}

const options = readOptions();
const server = createSimulator({
  key: options.key,
  model: options.model,
  delayMs: Number(options['delay-ms']),
});
server.on('error', (error) => {
  process.stderr.write(`openai simulator: ${error.message}\n`);
  process.exit(1);
});
server.listen(Number(options.port), options.host, () => {
  process.stdout.write(`openai simulator on http://${options.host}:${server.address().port}\n`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
}
// A test that dies closes its end of the pipe: the simulator must not outlive its test.
if (options['until-stdin-ends']) {
  process.stdin.on('error', () => process.exit(0));
  process.stdin.on('end', () => process.exit(0));
  process.stdin.resume();
}
