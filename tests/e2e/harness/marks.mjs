// Words that occur nowhere by themselves: planted in what a server is given, then looked for in what
// it must not tell.
import crypto from 'node:crypto';

const seed = crypto.randomBytes(3).toString('hex').replace(/[0-9]/g, (digit) => 'ghijklmnop'[digit]);

/** All that were planted: {name, word}. */
export class Marks {
  all = new Map();

  /** The word for `name`: letters only, so that no escaping and no tokenizer changes it. */
  for(name) {
    const letters = name.toLowerCase().replace(/[^a-z]/g, '');
    const word = `zq${seed}${letters}qz`;
    for (const [other, taken] of this.all) {
      if (taken === word && other !== name) throw new Error(`${name} and ${other} share a mark`);
    }
    this.all.set(name, word);
    return word;
  }

  /** Names of the marks that `text` holds, as they are, in base64 or in hexadecimal digits. */
  in(text) {
    const plain = text.toLowerCase();
    return [...this.all].filter(([, word]) => forms(word).some(
      (form) => plain.includes(form.toLowerCase()) || text.includes(form),
    )).map(([name]) => name);
  }
}

/** In base64 a word looks different at each of three places; its middle is what can be found. */
function forms(word) {
  const encoded = [0, 1, 2].map((shift) => {
    const text = Buffer.from('x'.repeat(shift) + word).toString('base64').replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : 4, -2);
  });
  return [word, Buffer.from(word).toString('hex'), ...encoded];
}
