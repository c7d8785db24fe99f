/** Text of an input with its selection, in UTF-16 units. */
export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Format = 'strong' | 'emphasis' | 'strike' | 'code' | 'quote';

const MARKS: Readonly<Record<Exclude<Format, 'quote'>, string>> = {
  strong: '*',
  emphasis: '_',
  strike: '~',
  code: '`',
};

/** Marks what is selected as XEP-0393 has it, or takes the marks away; without a selection the caret stands between them. */
export function formatted(selected: Selected, format: Format): Selected {
  if (format === 'quote') return quoted(selected);
  return format === 'code' && selected.text.slice(selected.start, selected.end).includes('\n')
    ? fenced(selected)
    : marked(selected, MARKS[format]);
}

/** Puts text in place of what is selected, and the caret behind it. */
export function inserted({ text, start, end }: Selected, words: string): Selected {
  const caret = start + words.length;
  return { text: text.slice(0, start) + words + text.slice(end), start: caret, end: caret };
}

function marked({ text, start, end }: Selected, mark: string): Selected {
  // Marks hold only right at the words.
  const inner = text.slice(start, end);
  const from = start + (inner.length - inner.trimStart().length);
  const to = Math.max(from, end - (inner.length - inner.trimEnd().length));
  if (text[from - 1] === mark && text[to] === mark)
    return {
      text: text.slice(0, from - 1) + text.slice(from, to) + text.slice(to + 1),
      start: from - 1,
      end: to - 1,
    };
  return {
    text: text.slice(0, from) + mark + text.slice(from, to) + mark + text.slice(to),
    start: from + 1,
    end: to + 1,
  };
}

function fenced({ text, start, end }: Selected): Selected {
  const before = start === 0 || text[start - 1] === '\n' ? '' : '\n';
  const after = end === text.length || text[end] === '\n' ? '' : '\n';
  const opening = `${before}\`\`\`\n`;
  return {
    text: `${text.slice(0, start)}${opening}${text.slice(start, end)}\n\`\`\`${after}${text.slice(end)}`,
    start: start + opening.length,
    end: end + opening.length,
  };
}

/** Whole lines; those that are quoted already are quoted no more. */
function quoted({ text, start, end }: Selected): Selected {
  const first = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const last = next === -1 ? text.length : next;
  const lines = text.slice(first, last).split('\n');
  const isQuoted = lines.every((line) => line.startsWith('> '));
  const changed = lines.map((line) => (isQuoted ? line.slice(2) : `> ${line}`)).join('\n');
  const grown = first + changed.length;
  return { text: text.slice(0, first) + changed + text.slice(last), start: grown, end: grown };
}
