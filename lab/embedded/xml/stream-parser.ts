import { type XmlAttributes, XmlElement } from './element.ts';

export type XmlStreamFault = 'not-well-formed' | 'restricted-xml' | 'policy-violation';

/** What a stream parser tells; `fault` is the last call it makes. */
export interface XmlStreamSink {
  root(element: XmlElement): void;
  element(element: XmlElement): void;
  end(): void;
  fault(kind: XmlStreamFault): void;
}

interface Open {
  readonly tag: string;
  readonly element: XmlElement;
  readonly scope: Record<string, string>;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const NAME = /^[A-Za-z_À-￿][\w.\-·À-￿]*(:[A-Za-z_À-￿][\w.\-·À-￿]*)?$/;
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*("[^"<]*"|'[^'<]*')/y;

/**
 * Reads an XML stream piece by piece (RFC 6120 section 4): the root's start tag, then each child of the root as a whole.
 * Refuses DTDs, comments, processing instructions and unknown entities (section 11.1), and bounds size and depth.
 * Feed it text decoded with a streaming UTF-8 decoder, so that split characters are whole.
 */
export class XmlStreamParser {
  readonly #sink: XmlStreamSink;
  readonly #maxBytes: number;
  readonly #maxDepth: number;
  #buffer = '';
  #stack: Open[] = [];
  #size = 0;
  #scanned = 0;
  #stopped = false;

  constructor(sink: XmlStreamSink, limits: { maxStanza?: number; maxDepth?: number } = {}) {
    this.#sink = sink;
    this.#maxBytes = limits.maxStanza ?? 10_000_000;
    this.#maxDepth = limits.maxDepth ?? 200;
  }

  /** Ignores everything that follows, also the rest of the piece being read. */
  stop(): void {
    this.#stopped = true;
  }

  write(text: string): void {
    if (this.#stopped) return;
    this.#buffer += text;
    let position = 0;
    while (!this.#stopped) {
      const next = this.#token(position);
      if (next === undefined) break;
      this.#size = this.#stack.length > 1 ? this.#size + (next - position) : 0;
      position = next;
      this.#scanned = 0;
    }
    this.#buffer = this.#buffer.slice(position);
    if (!this.#stopped && this.#size + this.#buffer.length > this.#maxBytes) this.#fail('policy-violation');
  }

  /** Handles one tag or text at `position`; answers where the next begins, or undefined when more input is needed. */
  #token(position: number): number | undefined {
    const buffer = this.#buffer;
    if (position >= buffer.length) return undefined;
    if (buffer.charCodeAt(position) !== 60) {
      const end = buffer.indexOf('<', position + this.#scanned);
      if (end === -1) {
        if (this.#stack.length < 2 && /\S/.test(buffer.slice(position))) this.#fail('not-well-formed');
        else this.#scanned = buffer.length - position;
        return undefined;
      }
      this.#text(buffer.slice(position, end), false);
      return end;
    }
    if (buffer.startsWith('<![CDATA[', position)) {
      const end = buffer.indexOf(']]>', position);
      if (end === -1) return undefined;
      this.#text(buffer.slice(position + 9, end), true);
      return end + 3;
    }
    if ('<![CDATA['.startsWith(buffer.slice(position, position + 9))) {
      if (buffer.length - position > 1) return undefined;
    }
    const end = this.#tagEnd(position);
    if (end === undefined) return undefined;
    this.#tag(buffer.slice(position + 1, end));
    return end + 1;
  }

  #tagEnd(position: number): number | undefined {
    let quote = '';
    for (let index = position + 1; index < this.#buffer.length; index++) {
      const char = this.#buffer[index] as string;
      if (quote !== '') {
        if (char === quote) quote = '';
      } else if (char === '"' || char === "'") quote = char;
      else if (char === '>') return index;
      else if (char === '<') {
        this.#fail('not-well-formed');
        return undefined;
      }
    }
    return undefined;
  }

  #text(raw: string, isCdata: boolean): void {
    const top = this.#stack.at(-1);
    if (this.#stack.length < 2 || !top) {
      if (/\S/.test(raw)) this.#fail('not-well-formed');
      return;
    }
    const text = isCdata ? raw : this.#unescape(raw);
    if (text === undefined) return;
    const children = top.element.children;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + text;
    else if (text !== '') children.push(text);
  }

  #unescape(raw: string): string | undefined {
    if (!raw.includes('&')) return raw;
    let bad = false;
    const text = raw.replace(/&([^;]*);?/g, (whole, name: string) => {
      const known = ENTITIES[name];
      if (known !== undefined && whole.endsWith(';')) return known;
      const code = /^#x([0-9a-fA-F]{1,6})$/.exec(name) ?? /^#(\d{1,7})$/.exec(name);
      const point =
        code?.[1] === undefined ? Number.NaN : Number.parseInt(code[1], name[1] === 'x' ? 16 : 10);
      if (whole.endsWith(';') && point > 0 && point <= 0x10ffff) return String.fromCodePoint(point);
      bad = true;
      return '';
    });
    if (bad) this.#fail('not-well-formed');
    return bad ? undefined : text;
  }

  #tag(content: string): void {
    if (content.startsWith('?xml') && this.#stack.length === 0) return;
    if (content.startsWith('?') || content.startsWith('!')) return this.#fail('restricted-xml');
    if (content.startsWith('/')) return this.#close(content.slice(1).trim());
    const isEmpty = content.endsWith('/');
    const opened = this.#open(isEmpty ? content.slice(0, -1) : content);
    if (!opened) return;
    this.#stack.push(opened);
    if (this.#stack.length > this.#maxDepth) return this.#fail('policy-violation');
    if (this.#stack.length === 1) this.#sink.root(opened.element);
    if (isEmpty && !this.#stopped) this.#close(opened.tag);
  }

  #open(content: string): Open | undefined {
    const tag = /^[^\s/]+/.exec(content)?.[0] ?? '';
    if (!NAME.test(tag)) return this.#broken();
    const parent = this.#stack.at(-1);
    let scope = parent?.scope ?? { xml: 'http://www.w3.org/XML/1998/namespace' };
    const attrs: XmlAttributes = {};
    ATTRIBUTE.lastIndex = tag.length;
    let end = tag.length;
    for (let match = ATTRIBUTE.exec(content); match; match = ATTRIBUTE.exec(content)) {
      end = ATTRIBUTE.lastIndex;
      const key = match[1] ?? '';
      const value = this.#unescape((match[2] ?? '').slice(1, -1));
      if (value === undefined || key in attrs) return this.#broken();
      if (key === 'xmlns') scope = { ...scope, '': value };
      else if (key.startsWith('xmlns:')) scope = { ...scope, [key.slice(6)]: value };
      else attrs[key] = value;
    }
    if (content.slice(end).trim() !== '') return this.#broken();
    const colon = tag.indexOf(':');
    const ns = scope[colon < 0 ? '' : tag.slice(0, colon)];
    if (ns === undefined && colon >= 0) return this.#broken();
    return { tag, scope, element: new XmlElement(tag.slice(colon + 1), ns ?? '', attrs) };
  }

  #close(tag: string): void {
    const top = this.#stack.pop();
    if (!top || top.tag !== tag) return this.#fail('not-well-formed');
    if (this.#stack.length === 0) {
      this.#sink.end();
      this.#stopped = true;
    } else if (this.#stack.length === 1) this.#sink.element(top.element);
    else this.#stack.at(-1)?.element.children.push(top.element);
  }

  #broken(): undefined {
    this.#fail('not-well-formed');
    return undefined;
  }

  #fail(kind: XmlStreamFault): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#sink.fault(kind);
  }
}

/** Parses one whole document; undefined when it is not well formed. */
export function parseXml(text: string): XmlElement | undefined {
  let outcome: XmlElement | undefined;
  let isBroken = false;
  // A wrapper turns the document's root into a "stanza", which is what the stream parser hands out whole.
  const parser = new XmlStreamParser({
    root: () => undefined,
    element: (element) => {
      isBroken ||= outcome !== undefined;
      outcome = element;
    },
    end: () => undefined,
    fault: () => {
      isBroken = true;
    },
  });
  parser.write(`<document>${text.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '')}</document>`);
  return isBroken ? undefined : outcome;
}
