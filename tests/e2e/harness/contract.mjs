// api/openapi.yaml as a judge: every response of a test is checked against it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { root } from './places.mjs';

export const contract = parse(fs.readFileSync(path.join(root, 'api', 'openapi.yaml'), 'utf8'));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'contract', ...contract });
const compiled = new Map();

/** A `$ref` of the contract, followed; with the JSON pointer of where it stands. */
function resolved(value, pointer) {
  if (!value?.$ref) return { value, pointer };
  const target = value.$ref.replace(/^#/, '');
  const found = target
    .slice(1)
    .split('/')
    .reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], contract);
  assert.ok(found, `the contract has no ${value.$ref}`);
  return resolved(found, target);
}

function escaped(key) {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function checkSchema(pointer, data, what) {
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `contract#${pointer}` }));
  const isValid = compiled.get(pointer);
  if (isValid(data)) return;
  assert.fail(
    `${what} breaks the contract (${pointer}):\n${ajv.errorsText(isValid.errors, { separator: '\n' })}\n` +
      JSON.stringify(data).slice(0, 2000),
  );
}

export function checkProblem(data, what) {
  checkSchema('/components/schemas/Problem', data, what);
}

/** The path of the contract that `target` belongs to, or undefined. */
export function templateOf(target) {
  const { pathname } = new URL(target, 'http://server');
  if (contract.paths[pathname]) return pathname;
  const parts = pathname.split('/');
  return Object.keys(contract.paths).find((template) => {
    const wanted = template.split('/');
    return (
      wanted.length === parts.length &&
      wanted.every((part, i) => part === parts[i] || (/^\{\w+\}$/.test(part) && parts[i] !== ''))
    );
  });
}

/** Fails unless status, content type and body are what the contract says of this request. */
export function checkResponse({ method, target, status, headers, body }) {
  const what = `${method} ${target}: ${status}`;
  const type = (headers['content-type'] ?? '').split(';')[0].trim();
  const data = /json$/.test(type) && method !== 'HEAD' ? JSON.parse(body) : undefined;
  const template = templateOf(target);
  // HEAD is GET without the body.
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  const operation = contract.paths[template]?.[verb];
  if (!operation) {
    assert.equal(
      type,
      'application/problem+json',
      `${what}: not in the contract, so it must be a problem`,
    );
    return checkProblem(data, what);
  }
  const at = `/paths/${escaped(template)}/${verb}/responses`;
  const key = operation.responses[status] ? String(status) : 'default';
  assert.ok(operation.responses[key], `${what} is not in the contract`);
  const response = resolved(operation.responses[key], `${at}/${key}`);
  for (const [name, header] of Object.entries(response.value.headers ?? {})) {
    const { required } = resolved(header).value;
    if (required) assert.ok(headers[name.toLowerCase()], `${what}: no ${name}`);
  }
  const { content } = response.value;
  if (!content) return assert.equal(body.length, 0, `${what}: the contract has no body`);
  if (content['*/*']) return undefined;
  assert.ok(content[type], `${what}: content type ${type} is not in the contract`);
  if (!data || !content[type].schema) return undefined;
  return checkSchema(`${response.pointer}/content/${escaped(type)}/schema`, data, what);
}

const eventSchemas = {
  turn: 'TurnEvent',
  text: 'TextEvent',
  tool: 'ToolEvent',
  citation: 'CitationEvent',
  usage: 'UsageEvent',
  end: 'EndEvent',
};

const feedSchemas = { conversation: 'ConversationEvent', turn: 'ConversationTurnEvent' };

/** Fails unless the event {name, data} is one of a conversation's feed. */
export function checkFeedEvent({ name, data }) {
  assert.ok(feedSchemas[name], `event ${name} is not in the contract`);
  checkSchema(`/components/schemas/${feedSchemas[name]}`, data, `event ${name}`);
}

/** Fails unless the event {name, data} is one of the contract's and has nothing beside what it says. */
export function checkEvent({ name, data }) {
  const schema = eventSchemas[name];
  assert.ok(schema, `event ${name} is not in the contract`);
  const what = `event ${name}`;
  checkSchema(`/components/schemas/${schema}`, data, what);
  const { properties } = resolved(contract.components.schemas[schema]).value;
  for (const key of Object.keys(data))
    assert.ok(properties[key], `${what} has ${key}, which is not in the contract`);
}
