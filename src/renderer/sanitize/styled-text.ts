import { LinkifyIt } from 'linkify-it';
import { digitsOf } from '../../shared/domain/phone-number.ts';
import { findPhoneNumbers } from './phone-numbers.ts';
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

/** A number or an address behind `tel:`, `sip:` or `sips:`: signs that a person reads as they are, and those that are escaped (RFC 3966, RFC 3261). */
const CALLED =
  /^(?:tel:\+?[\d*#().-]{2,40}(?:;[\w=+.%-]{1,80})*|sips?:[\w.+*#!~'()%-]{1,128}(?:@[A-Za-z\d.:[\]-]{1,253})?(?:;[\w=+.%-]{1,80})*)$/i;
const CALLED_AT = /^[\w.+*#!~'()%@:;=[\]-]{1,400}/;

const linkify = new LinkifyIt();
for (const scheme of ['tel:', 'sip:', 'sips:']) linkify.add(scheme, { validate: calledLength });
const safeSchemes = new Set(['http:', 'https:', 'mailto:']);

/** How long the link is that begins here; the full stop of a sentence is not its. */
function calledLength(text: string, at: number): number {
  const end = at;
  const scheme = /(?:tel|sips?):$/i.exec(text.slice(Math.max(0, end - 5), end))?.[0] ?? '';
  const found = CALLED_AT.exec(text.slice(end, end + 401))?.[0] ?? '';
  const rest = found.replace(/[.:;=!'-]+$/, '').replace(/^([^(]*)\)+$/, '$1');
  return isCallLink(`${scheme}${rest}`) ? rest.length : 0;
}

/** Whether it asks for a call: such links open nothing, they lead to the question before a call. */
export function isCallLink(url: string): boolean {
  return CALLED.test(url) && !hidesSigns(url);
}

/** Escaped signs that are not seen, or turn the direction of what a person reads. */
function hidesSigns(url: string): boolean {
  try {
    return /[\p{C}\u2028\u2029]/u.test(decodeURIComponent(url));
  } catch {
    return true;
  }
}

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
  if (!found) return withNumbers(text);
  const result: Inline[] = [];
  let at = 0;
  for (const link of found) {
    if (!isSafeLink(link.url)) continue;
    if (link.index > at) result.push(...withNumbers(text.slice(at, link.index)));
    result.push({ kind: 'link', text: link.raw, url: link.url });
    at = link.lastIndex;
  }
  if (at < text.length) result.push(...withNumbers(text.slice(at)));
  return result;
}

function withNumbers(text: string): readonly Inline[] {
  const result: Inline[] = [];
  let at = 0;
  for (const number of findPhoneNumbers(text)) {
    if (number.at > at) result.push({ kind: 'text', text: text.slice(at, number.at) });
    result.push({ kind: 'link', text: number.text, url: number.url });
    at = number.at + number.text.length;
  }
  return at === 0
    ? [{ kind: 'text', text }]
    : [...result, ...(at < text.length ? [{ kind: 'text', text: text.slice(at) } as const] : [])];
}

/** Who is behind a link: the host in the form that names are compared in (punycode), or the mail address. */
export function hostOf(url: string): string {
  if (isCallLink(url)) return url.slice(url.indexOf(':') + 1).split(';')[0] ?? '';
  return url.startsWith('mailto:') ? (url.slice(7).split('?')[0] ?? '') : new URL(url).host;
}

/** Whether a link's words say where it leads: its own address, or one with that host. */
export function namesHost(words: string, host: string): boolean {
  if (words.toLowerCase() === host.toLowerCase()) return true;
  if (isCallLink(words)) return hostOf(words) === host;
  // A number as people write it.
  if (/^[+\d]/.test(host) && /^[+(\d][\d\s()./-]*$/.test(words)) return digitsOf(words) === digitsOf(host);
  const address = /^[a-z]+:/i.test(words) ? words : `https://${words}`;
  return URL.canParse(address) && hostOf(address) === host && !words.includes('@') === !host.includes('@');
}

/** Web, mail and calls only, and no name that hides another: user info before the host is not a link. */
export function isSafeLink(url: string): boolean {
  if (isCallLink(url)) return true;
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return safeSchemes.has(parsed.protocol) && parsed.username === '' && parsed.password === '';
}
