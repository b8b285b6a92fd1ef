// The wire shapes of /v1/chat/completions: chunks of a stream, whole answers, errors.

const filtered = (severity = 'safe') => ({
  hate: { filtered: false, severity },
  self_harm: { filtered: false, severity },
  sexual: { filtered: false, severity },
  violence: { filtered: false, severity },
});

/** Makes the chunks of one answer. `withUsage`: every chunk carries `usage`, null until the last. */
export class Chunks {
  constructor({ id, model, created, withUsage }) {
    this.head = { id, object: 'chat.completion.chunk', created, model, system_fingerprint: 'fp_sim' };
    this.usage = withUsage ? { usage: null } : {};
  }

  promptFilter() {
    return {
      id: '', object: '', created: 0, model: '', choices: [],
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: filtered() }],
      ...this.usage,
    };
  }

  #choice(delta, finish) {
    return {
      ...this.head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...this.usage,
    };
  }

  role() {
    return this.#choice({ role: 'assistant', content: '', refusal: null }, null);
  }

  text(piece) {
    return this.#choice({ content: piece }, null);
  }

  finish(reason) {
    return this.#choice({}, reason);
  }

  cost(usage) {
    return { ...this.head, choices: [], usage };
  }
}

export function usageOf(messages, pieces) {
  const prompt = Math.max(1, Math.ceil(JSON.stringify(messages).length / 4));
  return {
    prompt_tokens: prompt, completion_tokens: pieces, total_tokens: prompt + pieces,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

export function wholeAnswer({ id, model, created, text, finish, usage }) {
  return {
    id, object: 'chat.completion', created, model, system_fingerprint: 'fp_sim',
    choices: [{
      index: 0, logprobs: null, finish_reason: finish,
      message: { role: 'assistant', content: text, refusal: null },
    }],
    usage,
  };
}

const errors = {
  400: ['invalid_request_error', null],
  401: ['invalid_request_error', 'invalid_api_key'],
  403: ['permission_error', 'forbidden'],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
};

export function errorBody(status, message, code) {
  const [type, usual] = errors[status] ?? ['server_error', null];
  return { error: { message, type, param: null, code: code ?? usual } };
}

export function promptRejected() {
  return {
    error: {
      message: 'The response was filtered due to the prompt triggering the content policy.',
      type: null, param: 'prompt', code: 'content_filter', status: 400,
      innererror: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_result: { ...filtered(), violence: { filtered: true, severity: 'high' } },
      },
    },
  };
}
