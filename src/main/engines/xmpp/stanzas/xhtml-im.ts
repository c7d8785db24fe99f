import {
  RICH_TEXT_LIMITS,
  type RichText,
  type TextBlock,
  type TextMark,
} from '../../../../shared/domain/rich-text.ts';
import {
  isStyled,
  parseStyling,
  type StyledBlock,
  type StyledInline,
} from '../../../../shared/domain/styled-text.ts';
import { NS } from '../wire/namespaces.ts';
import { type Content, Element, xml } from '../wire/xml.ts';

/** What an element means to the text in it. What is not here is passed through; its children count. */
const MARK_OF: Readonly<Record<string, TextMark>> = {
  strong: 'strong',
  b: 'strong',
  em: 'emphasis',
  i: 'emphasis',
  cite: 'emphasis',
  dfn: 'emphasis',
  var: 'emphasis',
  u: 'underline',
  ins: 'underline',
  s: 'strike',
  strike: 'strike',
  del: 'strike',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
};

const BLOCKS = new Set([
  'p',
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'address',
  'tr',
  'table',
  'dl',
  'dt',
  'dd',
  'hr',
]);

/** Neither they nor what is in them is text for people. */
const DROPPED = new Set([
  ...[
    'script',
    'style',
    'head',
    'title',
    'template',
    'noscript',
    'object',
    'embed',
    'applet',
    'iframe',
    'frame',
  ],
  ...[
    'frameset',
    'svg',
    'math',
    'audio',
    'video',
    'canvas',
    'map',
    'form',
    'input',
    'button',
    'select',
    'textarea',
    'link',
    'meta',
    'base',
  ],
]);

interface Place {
  readonly marks: readonly TextMark[];
  readonly quotes: number;
  readonly depth: number;
  readonly list: 'bullet' | 'number';
  readonly url?: string;
  readonly isPre: boolean;
}

/**
 * Reads XHTML-IM (XEP-0071) into flat values: an allow-list of meanings, no attribute but the target of a link and three
 * words of CSS, nothing remote, no picture but its words. Undefined when it says no more than plain text.
 */
export function readXhtml(message: Element): RichText | undefined {
  return xhtmlReader(message)?.finish();
}

/** The words of a message that says them in this form only; '' when there are none. */
export function xhtmlWords(message: Element): string {
  return xhtmlReader(message)?.words() ?? '';
}

function xhtmlReader(message: Element): XhtmlReader | undefined {
  const html = message.getChild('html', NS.xhtmlIm);
  const body = html?.getChildren('body', NS.xhtml)[0];
  if (!body) return undefined;
  const reader = new XhtmlReader();
  reader.children(body, { marks: [], quotes: 0, depth: 0, list: 'bullet', isPre: false });
  return reader;
}

class XhtmlReader {
  private readonly blocks: TextBlock[] = [];
  private runs: TextBlock['runs'] = [];
  private kind: TextBlock['kind'] = 'paragraph';
  private place: Place | undefined;
  private runCount = 0;

  finish(): RichText | undefined {
    this.endBlock();
    const hasMore = this.blocks.some(
      ({ kind, quotes, runs }) =>
        kind !== 'paragraph' ||
        quotes !== undefined ||
        runs.some(({ marks, url }) => marks !== undefined || url !== undefined),
    );
    return hasMore ? this.blocks : undefined;
  }

  /** All of it without its form, a line a block. */
  words(): string {
    this.endBlock();
    return this.blocks
      .map(({ runs }) => runs.map(({ text }) => text).join(''))
      .join('\n')
      .trim();
  }

  children(element: Element, place: Place): void {
    for (const child of element.children) {
      if (typeof child === 'string') this.text(child, place);
      else if (child instanceof Element) this.element(child, place);
    }
  }

  private element(element: Element, place: Place): void {
    const name = element.getName().toLowerCase();
    if (DROPPED.has(name)) return;
    if (name === 'br') return place.isPre ? this.text('\n', place) : this.breakLine(place);
    if (name === 'img')
      return this.text(pictureText(element), { ...place, marks: [...place.marks, 'emphasis'] });
    if (name === 'a') return this.children(element, withLink(place, element.attrs['href']));
    if (name === 'blockquote' || name === 'q')
      return this.block(element, { ...place, quotes: Math.min(place.quotes + 1, RICH_TEXT_LIMITS.depth) });
    if (name === 'ul' || name === 'ol') {
      const list = name === 'ol' ? 'number' : 'bullet';
      return this.block(element, {
        ...place,
        list,
        depth: Math.min(place.depth + 1, RICH_TEXT_LIMITS.depth),
      });
    }
    if (name === 'li') return this.block(element, { ...place, depth: Math.max(place.depth, 1) }, place.list);
    if (name === 'pre') return this.block(element, { ...place, isPre: true }, 'code');
    if (BLOCKS.has(name)) return this.block(element, withStyle(place, element.attrs['style']));
    const mark = MARK_OF[name];
    this.children(element, withStyle(mark ? withMark(place, mark) : place, element.attrs['style']));
  }

  private block(element: Element, place: Place, kind?: TextBlock['kind']): void {
    this.endBlock();
    if (kind) this.kind = kind;
    this.place = place;
    this.children(element, place);
    this.endBlock();
  }

  /** A line that is empty is kept where two follow each other. */
  private breakLine(place: Place): void {
    this.place = place;
    if (this.runs.length === 0) this.runs.push({ text: '' });
    this.endBlock();
  }

  private text(raw: string, place: Place): void {
    if (this.runCount >= RICH_TEXT_LIMITS.runs || this.blocks.length >= RICH_TEXT_LIMITS.blocks) return;
    const isFirst = this.runs.length === 0;
    const folded = place.isPre ? raw : raw.replace(/\s+/g, ' ');
    const text = isFirst && !place.isPre ? folded.trimStart() : folded;
    if (text === '') return;
    this.runCount += 1;
    this.place = place;
    const { marks, url } = place;
    this.runs.push({
      text,
      ...(marks.length > 0 && { marks: [...marks] }),
      ...(url !== undefined && { url }),
    });
  }

  private endBlock(): void {
    const { runs, place, kind } = this;
    if (runs.length > 0) {
      this.blocks.push({
        kind,
        ...(place && place.quotes > 0 && { quotes: place.quotes }),
        ...(place && (kind === 'bullet' || kind === 'number') && { depth: place.depth }),
        runs,
      });
    }
    this.runs = [];
    this.kind = 'paragraph';
  }
}

function withMark(place: Place, mark: TextMark): Place {
  return place.marks.includes(mark) ? place : { ...place, marks: [...place.marks, mark] };
}

/** Of CSS only what three marks can say; nothing that takes up room, hides, or loads. */
function withStyle(place: Place, style = ''): Place {
  const css = style.toLowerCase().slice(0, 1000);
  let styled = place;
  if (/font-weight\s*:\s*(?:bold|[6-9]00)/.test(css)) styled = withMark(styled, 'strong');
  if (/font-style\s*:\s*(?:italic|oblique)/.test(css)) styled = withMark(styled, 'emphasis');
  const decoration = /text-decoration\s*:([a-z\s-]*)/.exec(css)?.[1] ?? '';
  if (decoration.includes('underline')) styled = withMark(styled, 'underline');
  if (decoration.includes('line-through')) styled = withMark(styled, 'strike');
  return styled;
}

/** Web and mail; whether it is safe to be opened is asked again where it is shown. */
function withLink(place: Place, href = ''): Place {
  const url = href.trim();
  return /^(?:https?|mailto):/i.test(url) && url.length <= RICH_TEXT_LIMITS.url ? { ...place, url } : place;
}

/** A picture is never loaded: its words stand for it. */
function pictureText(element: Element): string {
  return (element.attrs['alt'] ?? '').trim().slice(0, 200);
}

/** XHTML-IM of a body with message styling, for clients that know only that; undefined when it has none. */
export function xhtmlOf(body: string): Element | undefined {
  const blocks = parseStyling(body);
  if (!isStyled(blocks)) return undefined;
  return xml('html', { xmlns: NS.xhtmlIm }, xml('body', { xmlns: NS.xhtml }, ...blocks.map(writeBlock)));
}

function writeBlock(block: StyledBlock): Element {
  switch (block.kind) {
    case 'code-block':
      return xml('pre', {}, block.tag === '' ? block.text : `${block.tag}\n${block.text}`);
    case 'quote':
      return xml('blockquote', {}, ...block.blocks.map(writeBlock));
    case 'paragraph':
      return xml(
        'p',
        {},
        ...block.lines.flatMap((line, index): Content[] =>
          index === 0 ? line.map(writeInline) : [xml('br'), ...line.map(writeInline)],
        ),
      );
  }
}

function writeInline(part: StyledInline): Content {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return xml('code', {}, part.text);
    case 'strong':
      return xml('strong', {}, ...part.children.map(writeInline));
    case 'emphasis':
      return xml('em', {}, ...part.children.map(writeInline));
    case 'strike':
      return xml('span', { style: 'text-decoration: line-through;' }, ...part.children.map(writeInline));
  }
}
