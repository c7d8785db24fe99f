import { LinkifyIt } from 'linkify-it';
import { parseStyling, type StyledBlock, type StyledInline } from '../../shared/domain/styled-text.ts';

/**
 * The one door from foreign text to the screen: text becomes a tree of plain values, and the tree becomes React nodes.
 * No HTML is ever made. Marks follow XEP-0393 (message styling): *strong*, _emphasis_, ~strike~, `code`, ``` blocks,
 * > quotes. Everything else is text, whatever it looks like.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike' | 'underline'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  /** `tag` is what stands behind the opening fence: a language, as a rule, but a message may hold nothing else. */
  | { readonly kind: 'code-block'; readonly tag: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  /** A line of a list, `depth` lists deep; numbered where it has a number. */
  | {
      readonly kind: 'item';
      readonly depth: number;
      readonly number: number | undefined;
      readonly line: readonly Inline[];
    };

const linkify = new LinkifyIt();
const safeSchemes = new Set(['http:', 'https:', 'mailto:']);

/** Letters of what is shown with its marks and links; a longer text is shown as it is, or its nodes would hold up the window. */
const LONGEST_STYLED = 30_000;
const MOST_LINES = 2_000;

export function parseStyledText(body: string): readonly Block[] {
  if (body.length > LONGEST_STYLED) return [{ kind: 'paragraph', lines: plainLines(body) }];
  return parseStyling(body).map(linkedBlock);
}

function plainLines(body: string): readonly (readonly Inline[])[] {
  const lines = body.split(/\r\n?|\n/);
  const shown = lines.slice(0, MOST_LINES - 1);
  const rest = lines.slice(MOST_LINES - 1).join(' ');
  return [...shown, rest].map((line) => (line === '' ? [] : [{ kind: 'text', text: line }]));
}

function linkedBlock(block: StyledBlock): Block {
  if (block.kind === 'quote') return { kind: 'quote', blocks: block.blocks.map(linkedBlock) };
  if (block.kind === 'paragraph') return { kind: 'paragraph', lines: block.lines.map(linked) };
  return block;
}

const linked = (line: readonly StyledInline[]): readonly Inline[] =>
  line.flatMap((part): readonly Inline[] => {
    if (part.kind === 'text') return withLinks(part.text);
    return [part.kind === 'code' ? part : { kind: part.kind, children: linked(part.children) }];
  });

/** Signs that turn the direction of what follows: a link that holds one reads as another (`https://x.test/\u202egpj.exe`). */
const TURNING = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

/** A link ends before a sign that turns the direction. */
export function withLinks(text: string): readonly Inline[] {
  const all: Inline[] = [];
  for (const one of text.split(TURNING).flatMap((part) => (part === '' ? [] : linksIn(part)))) {
    const before = all.at(-1);
    if (one.kind === 'text' && before?.kind === 'text')
      all[all.length - 1] = { kind: 'text', text: before.text + one.text };
    else all.push(one);
  }
  return all;
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

/** Who is behind a link: the host in the form that names are compared in (punycode), or the mail address. */
export function hostOf(url: string): string {
  return url.startsWith('mailto:') ? (url.slice(7).split('?')[0] ?? '') : new URL(url).host;
}

/** Whether a link's words say where it leads: its own address, or one with that host. */
export function namesHost(words: string, host: string): boolean {
  if (words.toLowerCase() === host.toLowerCase()) return true;
  const address = /^[a-z]+:/i.test(words) ? words : `https://${words}`;
  return URL.canParse(address) && hostOf(address) === host && !words.includes('@') === !host.includes('@');
}

/** Web and mail only, and no name that hides another: user info before the host is not a link. */
export function isSafeLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return safeSchemes.has(parsed.protocol) && parsed.username === '' && parsed.password === '';
}
