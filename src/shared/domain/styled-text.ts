/**
 * Message styling (XEP-0393) as a tree of plain values: *strong*, _emphasis_, ~strike~, `code`, ``` blocks, > quotes.
 * Everything else is text, whatever it looks like.
 */
export type StyledInline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly children: readonly StyledInline[] }
  | { readonly kind: 'code'; readonly text: string };

export type StyledBlock =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly StyledInline[])[] }
  /** `tag` is what stands behind the opening fence: a language, as a rule, but a message may hold nothing else. */
  | { readonly kind: 'code-block'; readonly tag: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly StyledBlock[] };

/** Deeper quotes than this are shown as text: nobody writes them, attackers do. */
const QUOTE_DEPTH = 4;

export function parseStyling(body: string, depth = 0): readonly StyledBlock[] {
  const lines = body.replace(/\r\n?/g, '\n').split('\n');
  const blocks: StyledBlock[] = [];
  let paragraph: (readonly StyledInline[])[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', lines: paragraph });
    paragraph = [];
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    if (line.startsWith('```')) {
      endParagraph();
      const end = lines.indexOf('```', index + 1);
      const last = end === -1 ? lines.length : end;
      blocks.push({
        kind: 'code-block',
        tag: line.slice(3).trim(),
        text: lines.slice(index + 1, last).join('\n'),
      });
      index = last;
    } else if (line.startsWith('>') && depth < QUOTE_DEPTH) {
      endParagraph();
      let last = index;
      while (lines[last + 1]?.startsWith('>')) last += 1;
      const inner = lines.slice(index, last + 1).map((quoted) => quoted.replace(/^> ?/, ''));
      blocks.push({ kind: 'quote', blocks: parseStyling(inner.join('\n'), depth + 1) });
      index = last;
    } else paragraph.push(parseInline(line));
  }
  endParagraph();
  return blocks;
}

/** What a message says, in one line and without its marks: for a list, where there is no room to show how it is said. */
export function plainText(body: string): string {
  return parseStyling(body).map(wordsOfBlock).join(' ').replace(/\s+/g, ' ').trim();
}

function wordsOfBlock(block: StyledBlock): string {
  if (block.kind === 'code-block') return block.text || block.tag;
  if (block.kind === 'quote') return block.blocks.map(wordsOfBlock).join(' ');
  return block.lines.map((line) => line.map(wordsOfInline).join('')).join(' ');
}

function wordsOfInline(inline: StyledInline): string {
  return 'text' in inline ? inline.text : inline.children.map(wordsOfInline).join('');
}

const marks = { '*': 'strong', _: 'emphasis', '~': 'strike', '`': 'code' } as const;

/** Each letter is looked at a bounded number of times, whatever the line: strangers write it. */
function parseInline(line: string): readonly StyledInline[] {
  const result: StyledInline[] = [];
  /** Marks that nothing closes from here to the end. */
  const unclosed = new Set<string>();
  let plainFrom = 0;
  const flush = (to: number) => {
    if (to > plainFrom) result.push({ kind: 'text', text: line.slice(plainFrom, to) });
  };
  for (let index = 0; index < line.length; index += 1) {
    const span = unclosed.has(line[index] as string) ? undefined : spanAt(line, index);
    if (span === 'unclosed') unclosed.add(line[index] as string);
    if (!span || span === 'unclosed') continue;
    flush(index);
    const inner = line.slice(index + 1, span.end);
    result.push(
      span.kind === 'code'
        ? { kind: 'code', text: inner }
        : { kind: span.kind, children: parseInline(inner) },
    );
    index = span.end;
    plainFrom = span.end + 1;
  }
  flush(line.length);
  return result;
}

/** XEP-0393 6.2: an opening mark stands at a word's start and before no space; its match stands after no space. `unclosed`: no such mark closes behind it. */
function spanAt(
  line: string,
  start: number,
): { kind: (typeof marks)[keyof typeof marks]; end: number } | 'unclosed' | undefined {
  const mark = line[start] as keyof typeof marks;
  const kind = Object.hasOwn(marks, mark) ? marks[mark] : undefined;
  const before = line[start - 1];
  const after = line[start + 1];
  const mayOpen = before === undefined || /[\s*_~(["'-]/.test(before);
  if (!kind || !mayOpen || after === undefined || /\s/.test(after) || after === mark) return undefined;
  for (let end = line.indexOf(mark, start + 2); end !== -1; end = line.indexOf(mark, end + 1)) {
    const next = line[end + 1];
    // Closing inside a word is no closing: snake_case_names and 2*3*4 stay as they are.
    if (!/\s/.test(line[end - 1] as string) && (next === undefined || !/[\p{L}\p{N}]/u.test(next)))
      return { kind, end };
  }
  return 'unclosed';
}

/** Whether a body says more than its plain words. */
export function isStyled(blocks: readonly StyledBlock[]): boolean {
  return blocks.some(
    (block) =>
      block.kind !== 'paragraph' || block.lines.some((line) => line.some(({ kind }) => kind !== 'text')),
  );
}
