// The text the simulator answers with when a test has not set one: deterministic, and quoting the
// sources of the prompt with [n], so that a reader has citations to follow.

const tagged = /<source\b[^>]*?\b(?:number|n|id)="?(\d+)"?[^>]*>([\s\S]*?)<\/source>/g;
const bracketed = /^\[(\d+)\][ \t]*([\s\S]*?)(?=^\[\d+\]|(?![\s\S]))/gm;

function textOf(message) {
  if (typeof message.content === 'string') return message.content;
  if (!Array.isArray(message.content)) return '';
  return message.content.map((part) => (typeof part.text === 'string' ? part.text : '')).join('\n');
}

/** Sources in the order of the prompt: [{number, text}]. Understands tags and `[1] …` blocks. */
export function sourcesOf(messages) {
  const found = new Map();
  for (const message of messages) {
    if (message.role === 'assistant') continue;  // an earlier answer cites, it is no source
    const text = textOf(message);
    const pattern = /<source\b/.test(text) ? tagged : bracketed;
    for (const match of text.matchAll(pattern)) found.set(Number(match[1]), match[2].trim());
  }
  return [...found].map(([number, text]) => ({ number, text }));
}

/** The last thing a person said, without the sources around it. */
export function questionOf(messages) {
  for (let i = messages.length - 1; i >= 0; i -= 1) {
    if (messages[i].role !== 'user') continue;
    const bare = textOf(messages[i]).replace(tagged, ' ').replace(/<\/?[a-z_]+[^>]*>/g, ' ');
    const lines = bare.split('\n').map((line) => line.trim()).filter(Boolean);
    if (lines.length > 0) return lines[lines.length - 1].replace(/^question:\s*/i, '');
  }
  return '';
}

const wordsOf = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []);

/** The sentence of `text` that shares most words with the question; the first one on a tie. */
function bestSentence(text, question) {
  const prose = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !/^(#|\||[-=*]{3,}|(title|file|section|page|heading)\s*[:=])/i.test(line))
    .map((line) => line.replace(/^([-*]|\d+\.)\s+/, ''))
    .join(' ')
    .replace(/\s+/g, ' ');
  const wanted = wordsOf(question);
  const shared = (sentence) => [...wordsOf(sentence)].filter((word) => wanted.has(word)).length;
  const sentences = prose.match(/.{20,}?[.!?](?=\s|$)/g) ?? [prose];
  const best = sentences.reduce((kept, next) => (shared(next) > shared(kept) ? next : kept)).trim();
  return best.length > 240 ? `${best.slice(0, 237)}...` : best;
}

const counting = /^count to (\d{1,6}) as (\S+)(?: every (\d{1,5}) ms)?$/i;

/**
 * The step that a question like `count to 300 as apple every 20 ms` asks for, or undefined: what the
 * answer is then depends on the question alone, whichever of many requests it comes with.
 */
export function countingStep(messages) {
  const [, count, word, every] = counting.exec(questionOf(messages)) ?? [];
  if (!count) return undefined;
  const text = Array.from({ length: Number(count) }, (_, i) => `${word}${i + 1}`).join(' ');
  return every ? { text, delay_ms: Number(every) } : { text };
}

/** What the simulated model says to `messages`. */
export function answerTo(messages) {
  const sources = sourcesOf(messages).slice(0, 3);
  if (sources.length === 0) {
    return `The simulated model was asked: ${questionOf(messages)} It was given no sources.`;
  }
  const question = questionOf(messages);
  const points = sources.map(({ number, text }) => `- ${bestSentence(text, question)} [${number}]`);
  return ['The documents say:', '', ...points, '', 'That is all the simulated model knows.'].join('\n');
}

/** `count` numbered words, so that a lost, doubled or reordered one is seen at once. */
export function numberedWords(count) {
  return Array.from({ length: count }, (_, i) => `word${i + 1}`).join(' ');
}

/** Pieces as a model would send them: white space stays with the word after it. */
export function piecesOf(text) {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}
