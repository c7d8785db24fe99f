import { LinkifyIt } from 'linkify-it';

/**
 * The one door from foreign text to the screen: text becomes a tree of plain values, and the tree becomes React nodes.
 * No HTML is ever made. Marks follow XEP-0393 (message styling): *strong*, _emphasis_, ~strike~, `code`, ``` blocks,
 * > quotes. Everything else is text, whatever it looks like.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  /** `tag` is what stands behind the opening fence: a language, as a rule, but a message may hold nothing else. */
  | { readonly kind: 'code-block'; readonly tag: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] };

/** Deeper quotes than this are shown as text: nobody writes them, attackers do. */
const QUOTE_DEPTH = 4;

const linkify = new LinkifyIt();
const safeSchemes = new Set(['http:', 'https:', 'mailto:']);

export function parseStyledText(body: string, depth = 0): readonly Block[] {
  const lines = body.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let paragraph: (readonly Inline[])[] = [];
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
      blocks.push({ kind: 'quote', blocks: parseStyledText(inner.join('\n'), depth + 1) });
      index = last;
    } else paragraph.push(parseInline(line));
  }
  endParagraph();
  return blocks;
}

const marks = { '*': 'strong', _: 'emphasis', '~': 'strike', '`': 'code' } as const;

function parseInline(line: string): readonly Inline[] {
  const result: Inline[] = [];
  let plainFrom = 0;
  const flush = (to: number) => {
    if (to > plainFrom) result.push(...withLinks(line.slice(plainFrom, to)));
  };
  for (let index = 0; index < line.length; index += 1) {
    const span = spanAt(line, index);
    if (!span) continue;
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

/** XEP-0393 6.2: an opening mark stands at a word's start and before no space; its match stands after no space. */
function spanAt(
  line: string,
  start: number,
): { kind: (typeof marks)[keyof typeof marks]; end: number } | undefined {
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
  return undefined;
}

/** Signs that turn the direction of what follows: a link that holds one reads as another (`https://x.test/\u202egpj.exe`). */
const TURNING = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

/** A link ends before a sign that turns the direction. */
function withLinks(text: string): readonly Inline[] {
  return text
    .split(TURNING)
    .flatMap((part) => (part === '' ? [] : linksIn(part)))
    .reduce<Inline[]>((all, one) => {
      const before = all.at(-1);
      if (one.kind !== 'text' || before?.kind !== 'text') return [...all, one];
      return [...all.slice(0, -1), { kind: 'text', text: before.text + one.text }];
    }, []);
}

function linksIn(text: string): readonly Inline[] {
  const found = linkify.match(text);
  if (!found) return [{ kind: 'text', text }];
  const result: Inline[] = [];
  let at = 0;
  for (const link of found) {
    if (!isSafeLink(link.url)) continue;
    if (link.index > at) result.push({ kind: 'text', text: text.slice(at, link.index) });
    result.push({ kind: 'link', text: link.raw, url: link.url });
    at = link.lastIndex;
  }
  if (at < text.length) result.push({ kind: 'text', text: text.slice(at) });
  return result;
}

/** Web and mail only, and no name that hides another: user info before the host is not a link. */
export function isSafeLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return safeSchemes.has(parsed.protocol) && parsed.username === '' && parsed.password === '';
}
