import type { XmlElement } from './xml-document.ts';

/** More than this is no honest document. */
export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
  /** On one element. */
  readonly maxAttributes: number;
}

/** What is wrong and where: `line 3: mismatched end tag`. Never quotes the document. */
export class XmlProblem extends Error {}

interface OpenElement {
  readonly qualified: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly line: number;
  text: string;
}

// XML 1.0 section 2.3, without the rarities of astral planes: enough to find where a name ends.
const NAME = /[\p{L}_:][\p{L}\p{N}\p{M}_:.\-·]*/uy;
const BLANK = /[ \t\r\n]*/y;
const TEXT = /[^<]+/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * A reader of XML 1.0 without DTD (XML 1.0 section 2.8 doctypedecl is refused, and with it every entity of a document's
 * own). Works through the text once, keeps an explicit stack, and looks at each character a bounded number of times.
 * Throws XmlProblem.
 */
export function readXml(text: string, limits: XmlLimits): XmlElement {
  return new XmlReader(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, limits).read();
}

class XmlReader {
  private readonly text: string;
  private readonly limits: XmlLimits;
  private at = 0;
  private count = 0;
  private readonly open: OpenElement[] = [];
  private root: XmlElement | undefined;
  /** Line of `lineAt`, so that lines are counted once. */
  private line = 1;
  private lineAt = 0;

  constructor(text: string, limits: XmlLimits) {
    this.text = text;
    this.limits = limits;
  }

  read(): XmlElement {
    while (this.at < this.text.length) {
      if (this.text[this.at] === '<') this.readMarkup();
      else this.readText();
    }
    if (this.open.length > 0) this.refuse('the document ends inside an element');
    return this.root ?? this.refuse('there is no element');
  }

  private readMarkup(): void {
    if (this.text.startsWith('<!--', this.at)) return this.skipTo('-->', 4, 'a comment');
    if (this.text.startsWith('<![CDATA[', this.at)) return this.readCdata();
    if (this.text.startsWith('<?', this.at)) return this.skipTo('?>', 2, 'an instruction');
    if (this.text.startsWith('<!', this.at)) return this.refuse('a document type is not allowed');
    if (this.text.startsWith('</', this.at)) return this.readEndTag();
    return this.readStartTag();
  }

  private readText(): void {
    const raw = this.take(TEXT) ?? '';
    const open = this.open.at(-1);
    if (open) open.text += this.decoded(raw);
    else if (/[^ \t\r\n]/.test(raw)) this.refuse('text outside the document');
  }

  private readCdata(): void {
    const end = this.text.indexOf(']]>', this.at);
    const open = this.open.at(-1);
    if (end < 0 || !open) return this.refuse('a CDATA section out of place');
    open.text += this.checked(this.text.slice(this.at + 9, end));
    this.at = end + 3;
  }

  private readStartTag(): void {
    if (this.root && this.open.length === 0) this.refuse('a second document element');
    const line = this.lineHere();
    this.at += 1;
    const qualified = this.take(NAME) ?? this.refuse('a tag without a name');
    const attributes = this.readAttributes();
    this.count += 1;
    if (this.count > this.limits.maxElements) this.refuse('too many elements');
    const element: OpenElement = {
      qualified,
      name: localName(qualified),
      attributes,
      children: [],
      line,
      text: '',
    };
    const isEmpty = this.text.startsWith('/>', this.at);
    if (!isEmpty && this.text[this.at] !== '>') this.refuse('a tag that does not end');
    this.at += isEmpty ? 2 : 1;
    if (isEmpty) return this.close(element);
    if (this.open.length >= this.limits.maxDepth) this.refuse('elements too deep');
    this.open.push(element);
  }

  private readEndTag(): void {
    this.at += 2;
    const qualified = this.take(NAME);
    this.take(BLANK);
    const open = this.open.pop();
    if (!open || open.qualified !== qualified || this.text[this.at] !== '>')
      return this.refuse('a mismatched end tag');
    this.at += 1;
    this.close(open);
  }

  private close({ name, attributes, children, line, text }: OpenElement): void {
    const element: XmlElement = { name, attributes, children, line, text: text.trim() };
    const parent = this.open.at(-1);
    if (parent) parent.children.push(element);
    else this.root = element;
  }

  private readAttributes(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    const seen = new Set<string>();
    for (;;) {
      const blank = this.take(BLANK) ?? '';
      const next = this.text[this.at];
      if (next === undefined || next === '>' || next === '/') return attributes;
      const qualified = blank === '' ? undefined : this.take(NAME);
      if (qualified === undefined) return this.refuse('a malformed attribute');
      const value = this.readValue();
      if (seen.has(qualified)) this.refuse('an attribute given twice');
      seen.add(qualified);
      if (seen.size > this.limits.maxAttributes) this.refuse('too many attributes');
      if (!/^xmlns(:|$)/.test(qualified)) attributes.set(localName(qualified), value);
    }
  }

  private readValue(): string {
    this.take(BLANK);
    if (this.text[this.at] !== '=') this.refuse('an attribute without a value');
    this.at += 1;
    this.take(BLANK);
    const quote = this.text[this.at];
    const end = quote === '"' || quote === "'" ? this.text.indexOf(quote, this.at + 1) : -1;
    if (end < 0) this.refuse('an attribute value without quotes');
    const raw = this.text.slice(this.at + 1, end);
    if (raw.includes('<')) this.refuse('"<" in an attribute');
    this.at = end + 1;
    return this.decoded(raw);
  }

  private skipTo(end: string, from: number, what: string): void {
    const found = this.text.indexOf(end, this.at + from);
    if (found < 0) this.refuse(`${what} that does not end`);
    this.at = found + end.length;
  }

  /** XML 1.0 section 4.1: the five entities and characters by number; everything else would need a DTD. */
  private decoded(raw: string): string {
    if (!raw.includes('&')) return this.checked(raw);
    return this.checked(
      raw.replace(/&([^;&]{0,12});?|&/g, (reference: string, name: string | undefined) => {
        if (name === undefined || !reference.endsWith(';')) return this.refuse('a bare "&"');
        if (name.startsWith('#')) return this.character(name);
        return (
          (Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined) ??
          this.refuse('an entity that is not known')
        );
      }),
    );
  }

  private character(name: string): string {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    if (!(code > 0 && code <= 0x10ffff) || isSurrogate) return this.refuse('a character that does not exist');
    return String.fromCodePoint(code);
  }

  /** XML 1.0 section 2.2: control characters are not characters of XML. */
  private checked(text: string): string {
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? this.refuse('a control character') : text;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private lineHere(): number {
    for (
      let next = this.text.indexOf('\n', this.lineAt);
      next >= 0 && next < this.at;
      next = this.text.indexOf('\n', this.lineAt)
    ) {
      this.line += 1;
      this.lineAt = next + 1;
    }
    return this.line;
  }

  private refuse(what: string): never {
    throw new XmlProblem(`line ${this.lineHere()}: ${what}`);
  }
}

function localName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf(':') + 1);
}
