// @vitest-environment jsdom
import '../../testing/page';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FeedbackRequest } from '../../api/types';
import { ConversationBench, fakeClipboard, turnOf } from '../../testing/conversation';
import { json, problem } from '../../testing/fakeServer';

beforeAll(() => Promise.all([import('./Markdown'), import('./Highlighted')]));

const citation = {
  number: 1,
  passage_id: 'p',
  document_id: 'd',
  file_name: 'care.md',
  title: 'Care guide',
  section: 'Bags',
  quote: 'Dry it on low.',
};
const path = 'POST /api/turns/a/feedback';
const ratings = (bench: ConversationBench) => bench.server.bodies(path) as FeedbackRequest[];

describe('the tools of an answer', () => {
  it('are one stop of the Tab key, with arrows inside', async () => {
    new ConversationBench([turnOf('a')]).open();
    const bar = await screen.findByRole('toolbar', { name: 'Answer' });
    const buttons = within(bar).getAllByRole('button');
    expect(buttons.map((one) => one.tabIndex)).toEqual([0, -1, -1, -1, -1]);
    buttons[0]?.focus();
    const user = userEvent.setup();
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(document.activeElement).toBe(buttons[2]);
    await user.keyboard('{End}{ArrowRight}');
    expect(document.activeElement).toBe(buttons[0]);
  });

  it('copy what is shown: tables with tabs, marks as numbers, the sources below', async () => {
    const answer_text = 'Dry **it**. [1]\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- one\n- two';
    new ConversationBench([turnOf('a', { answer_text, citations: [citation] })]).open();
    await screen.findByRole('group', { name: 'Table' });
    const user = userEvent.setup();
    const put = fakeClipboard();
    await user.click(screen.getByRole('button', { name: 'Copy the answer with its sources' }));
    await waitFor(() => expect(put.html).not.toBe(''));
    expect(put.text).toBe(
      'Dry it. [1]\n\na\tb\n1\t2\n\n- one\n- two\n\n[1] Care guide (care.md, Bags)\n',
    );
    expect(put.html).toContain('<strong>it</strong>');
    expect(put.html).toContain('<td>1</td>');
    expect(put.html).not.toMatch(/<button|class=/);
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
  });

  it('copy nothing that runs, loads or is computed where it is pasted', async () => {
    const answer_text =
      'See <script>x</script> ![pixel](http://evil.example/a.png) [run](javascript:x) ' +
      '[site](https://example.org/)\u202e\n\n' +
      '| kind | value |\n| --- | --- |\n| call | =HYPERLINK("http://evil.example") |\n' +
      '| at | @SUM(1) |\n| wide | ＝1+A1 |\n| minus | -A1 |\n| number | -5.2 |\n| phone | +49 (0)170 12 |';
    new ConversationBench([turnOf('a', { answer_text })]).open();
    await screen.findByRole('group', { name: 'Table' });
    const user = userEvent.setup();
    const put = fakeClipboard();
    const cells = [
      `call\t'=HYPERLINK("http://evil.example")`,
      "at\t'@SUM(1)",
      "wide\t'＝1+A1",
      "minus\t'-A1",
      'number\t-5.2',
      'phone\t+49 (0)170 12',
    ];
    await user.click(screen.getByRole('button', { name: 'Copy the table' }));
    await waitFor(() => expect(put.html).not.toBe(''));
    expect(put.text.split('\n').slice(1)).toEqual(cells);
    expect(put.html).toContain(`<td>'=HYPERLINK(`);
    expect(put.html).toContain('<td>-5.2</td>');

    await user.click(screen.getByRole('button', { name: 'Copy the answer with its sources' }));
    await waitFor(() => expect(put.text).toContain('See'));
    for (const cell of cells) expect(put.text).toContain(cell);
    const pasted = new DOMParser().parseFromString(put.html, 'text/html').body;
    expect(pasted.querySelectorAll('script, img, [src], [style], [class]')).toHaveLength(0);
    const links = [...pasted.querySelectorAll('a')].map((one) => one.getAttribute('href'));
    // What GFM takes for an address in a cell, too.
    expect(links).toEqual(['https://example.org/', 'http://evil.example']);
    expect(put.html + put.text).not.toContain('\u202e');

    await user.click(screen.getByRole('button', { name: 'Copy as Markdown' }));
    await waitFor(() => expect(put.text).toContain('&lt;script>'));
    expect(put.text).toContain('Picture: [pixel](http://evil.example/a.png)');
    expect(put.text).toContain('[run]\\(javascript:x)');
  });

  it('copy it as Markdown', async () => {
    new ConversationBench([turnOf('a', { answer_text: '**Dry** it.' })]).open();
    const user = userEvent.setup();
    const button = await screen.findByRole('button', { name: 'Copy as Markdown' });
    const put = fakeClipboard();
    await user.click(button);
    expect(put.text).toBe('**Dry** it.');
  });
});

describe('a rating', () => {
  const open = (answer: () => Response) => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.server.on(path, answer);
    bench.open();
    return bench;
  };
  const good = () => screen.findByRole('button', { name: 'Good answer' });
  const pressed = async () => (await good()).getAttribute('aria-pressed');

  it('shows at once, and is taken back by pressing again', async () => {
    const bench = open(() => json({ verdict: ratings(bench).at(-1)?.verdict }));
    const user = userEvent.setup();
    await user.click(await good());
    expect(await pressed()).toBe('true');
    await user.click(await good());
    await waitFor(async () => expect(await pressed()).toBe('false'));
    expect(ratings(bench)).toEqual([{ verdict: 'up' }, { verdict: 'none' }]);
  });

  it('takes a comment', async () => {
    const bench = open(() => json(ratings(bench).at(-1)));
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Bad answer' }));
    await user.type(screen.getByRole('textbox', { name: /What was wrong/ }), 'Too short');
    await user.click(screen.getByRole('button', { name: 'Save the comment' }));
    expect(await screen.findByText('Your comment is saved.')).toBeTruthy();
    expect(ratings(bench).at(-1)).toEqual({ verdict: 'down', message_text: 'Too short' });
  });

  it('comes back as it was when the server does not take it', async () => {
    open(() => problem(500, 'internal', 'No.'));
    await userEvent.setup().click(await good());
    expect((await screen.findByRole('alert')).textContent).toContain('not saved');
    expect(await pressed()).toBe('false');
  });
});

describe('Markdown of a model', () => {
  const show = (answer_text: string) =>
    new ConversationBench([turnOf('a', { answer_text })]).open();

  it('starts its headings below the question', async () => {
    show('# Big\n\n#### Small');
    expect(await screen.findByRole('heading', { level: 3, name: 'Big' })).toBeTruthy();
    expect(screen.getByRole('heading', { level: 4, name: 'Small' })).toBeTruthy();
  });

  it('shows where a link leads before anything is opened', async () => {
    show('See [this](https://example.org/a?b=c).');
    const user = userEvent.setup();
    const link = await screen.findByRole('link', { name: 'this' });
    await user.click(link);
    const card = screen.getByRole('dialog', { name: 'Where this link leads' });
    expect(within(card).getByText('https://example.org/a?b=c')).toBeTruthy();
    const out = within(card).getByRole('link', { name: 'Open in a new tab' });
    expect(out.getAttribute('rel')).toContain('noreferrer');
    expect(document.activeElement).toBe(out);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(link);
  });

  it('makes words of pictures, and leaves formulas and addresses of other kinds alone', async () => {
    show(
      '![A map](https://evil.example/m.png) [x](ftp://e.example) [y](data:text/html,z) $a_1*b*c$',
    );
    const answer = await screen.findByTestId('answer');
    await waitFor(() => expect(answer.textContent).toContain('$a_1*b*c$'));
    expect(answer.textContent).toContain('Picture: A map (https://evil.example/m.png)');
    expect(within(answer).queryByRole('link')).toBeNull();
    expect(answer.querySelectorAll('img, iframe, [src]')).toHaveLength(0);
  });

  it('colours code by elements, and copies it as it is', async () => {
    show('```js\nconst a = "<b>";\n```\n\n```nonsense\nx\n```');
    const code = await screen.findByRole('group', { name: 'Code, js' });
    await waitFor(() => expect(within(code).getByText('const').className).toBe('hljs-keyword'));
    expect(code.textContent).toBe('const a = "<b>";');
    expect(code.querySelector('b')).toBeNull();
    expect(screen.getByRole('group', { name: 'Code, nonsense' }).textContent).toBe('x');
    const user = userEvent.setup();
    const put = fakeClipboard();
    await user.click(screen.getAllByRole('button', { name: 'Copy the code' })[0] ?? document.body);
    expect(put.text).toBe('const a = "<b>";');
  });

  it('names what is done of a list of things to do', async () => {
    show('- [x] one\n- [ ] two');
    expect(await screen.findByRole('img', { name: 'Done:' })).toBeTruthy();
    expect(screen.getByRole('img', { name: 'To do:' })).toBeTruthy();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });
});
