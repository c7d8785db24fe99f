import type { XmlElement } from './xml-document.ts';
import { checkText, decodeText } from './xml-text.ts';

/** More than this is no honest document. */
export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
  /** On one element. */
  readonly maxAttributes: number;
  /**
   * Absent: whatever XML forbids ends the reading. Otherwise slips of people who write by hand are put up with, and told
   * here; what is dangerous (document types) or cut off still ends it.
   */
  readonly onSlip?: (problem: string) => void;
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
/** Looks ahead only: what may be a tag, however it is written. */
const TAG = /(?=<\/|<[ \t\r\n]*[\p{L}_:][^<]*>)/uy;
/** A value of an attribute without quotes, or with those of a word processor. */
const LOOSE_VALUE = /[^\s<>]+/y;

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
  /** Where `line` ends, so that lines are counted, and long ones searched, once. */
  private lineEnd: number;
  private line = 1;

  constructor(text: string, limits: XmlLimits) {
    this.text = text;
    this.lineEnd = this.endOfLine(0);
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
    if (this.isLessThan()) return;
    if (this.text.startsWith('</', this.at)) return this.readEndTag();
    return this.readStartTag();
  }

  private readText(): void {
    const raw = this.take(TEXT) ?? '';
    const open = this.open.at(-1);
    if (open) open.text += this.decoded(raw);
    else if (/[^ \t\r\n]/.test(raw)) this.slip('text outside the document');
  }

  private readCdata(): void {
    const end = this.text.indexOf(']]>', this.at);
    const open = this.open.at(-1);
    if (end < 0 || !open) return this.refuse('a CDATA section out of place');
    open.text += this.checked(this.text.slice(this.at + 9, end));
    this.at = end + 3;
  }

  private readStartTag(): void {
    if (this.root && this.open.length === 0) {
      this.slip('a second document element');
      this.at = this.text.length;
      return;
    }
    const line = this.lineHere();
    this.at += 1;
    const qualified = this.tagName() ?? this.refuse('a tag without a name');
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
    const qualified = this.tagName();
    this.take(BLANK);
    const open = this.open.at(-1);
    if (!open || open.qualified !== qualified || this.text[this.at] !== '>') {
      this.slip('a mismatched end tag');
      return this.closeLikely(qualified ?? '');
    }
    this.at += 1;
    this.open.pop();
    this.close(open);
  }

  /** Of a start or end tag; people who copy from print leave blanks before it. */
  private tagName(): string | undefined {
    if (this.limits.onSlip && /[ \t\r\n]/.test(this.text[this.at] ?? '')) {
      this.slip('a blank before the name of a tag');
      this.take(BLANK);
    }
    return this.take(NAME);
  }

  /** `5 < 6`, written as it is read. */
  private isLessThan(): boolean {
    const isText = this.limits.onSlip !== undefined && this.take(TAG) === undefined;
    if (!isText) return false;
    this.slip('a "<" in text');
    const open = this.open.at(-1);
    if (open) open.text += '<';
    this.at += 1;
    return true;
  }

  /** An end tag that fits nothing ends the element of its name, in whatever case; a misspelt one the value before it. */
  private closeLikely(qualified: string): void {
    const end = this.text.indexOf('>', this.at);
    this.at = end < 0 ? this.text.length : end + 1;
    const at = this.open.findLastIndex((each) => each.qualified.toLowerCase() === qualified.toLowerCase());
    const isValue = this.open.length > 1 && this.open.at(-1)?.children.length === 0;
    const from = at >= 0 ? at : isValue ? this.open.length - 1 : this.open.length;
    for (let last = this.open.length; last > from; last -= 1) {
      const element = this.open.pop();
      if (element) this.close(element);
    }
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
    if (end < 0) {
      this.slip('an attribute value without quotes');
      return this.decoded((this.take(LOOSE_VALUE) ?? '').replace(/[“”„‘’]/g, ''));
    }
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

  private decoded(raw: string): string {
    return decodeText(raw, this);
  }

  private checked(raw: string): string {
    return checkText(raw, this);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private lineHere(): number {
    while (this.lineEnd < this.at) {
      this.line += 1;
      this.lineEnd = this.endOfLine(this.lineEnd + 1);
    }
    return this.line;
  }

  private endOfLine(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? Number.POSITIVE_INFINITY : end;
  }

  slip(what: string): void {
    if (!this.limits.onSlip) this.refuse(what);
    this.limits.onSlip(`line ${this.lineHere()}: ${what}`);
  }

  refuse(what: string): never {
    throw new XmlProblem(`line ${this.lineHere()}: ${what}`);
  }
}

function localName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf(':') + 1);
}
