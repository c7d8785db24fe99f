/// <reference path="./xmpp-packages.d.ts" />
import { type Attributes, type Element, Parser } from '@xmpp/xml';
import { MarkupGuard } from './markup-guard.ts';

export type XmlFault = 'not-well-formed' | 'restricted-xml' | 'policy-violation' | 'unsupported-encoding';

export interface StreamParserSink {
  header(attributes: Attributes): void;
  /** A whole child of the stream element. */
  element(element: Element): void;
  /** `</stream:stream>` */
  end(): void;
  /** The last call: nothing is read after it. */
  fault(fault: XmlFault): void;
}

export interface XmlLimits {
  /** Letters of one stanza. */
  readonly maxStanzaLength: number;
  readonly maxDepth: number;
}

/** A vCard with a picture or an archive result may be large; a roster of 10,000 contacts has some 2 million letters. */
export const DEFAULT_XML_LIMITS: XmlLimits = { maxStanzaLength: 16_000_000, maxDepth: 64 };

class Fault extends Error {
  readonly fault: XmlFault;
  constructor(fault: XmlFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Reads one XML stream (RFC 6120 section 4) from bytes: bounded in size and depth, no DTD, UTF-8 whole across pieces. Never throws. */
export class StreamParser {
  private readonly sink: StreamParserSink;
  private readonly limits: XmlLimits;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly guard = new MarkupGuard();
  private readonly tree: BoundedTree;
  /** The end of the last piece, from its last `>` on. */
  private held = '';
  private isStopped = false;

  constructor(sink: StreamParserSink, limits: XmlLimits = DEFAULT_XML_LIMITS) {
    this.sink = sink;
    this.limits = limits;
    this.tree = new BoundedTree(limits.maxDepth);
    this.tree.on('start', (root: Element) => this.isStopped || sink.header(root.attrs));
    this.tree.on('element', (element: Element) => this.isStopped || sink.element(element));
    this.tree.on('end', () => {
      if (this.isStopped) return;
      this.stop();
      sink.end();
    });
  }

  write(bytes: Uint8Array): void {
    if (this.isStopped) return;
    try {
      this.read(this.decode(bytes));
    } catch (error) {
      // The tokenizer throws on bad entities; whatever else it may throw is the fault of what it was fed, too.
      this.fail(error instanceof Fault ? error.fault : 'not-well-formed');
    }
  }

  /** Ignores everything from now on, also the rest of the piece being read. */
  stop(): void {
    this.isStopped = true;
  }

  private decode(bytes: Uint8Array): string {
    try {
      return this.decoder.decode(bytes, { stream: true });
    } catch {
      throw new Fault('unsupported-encoding');
    }
  }

  /**
   * The library's tokenizer loses its place when a piece ends inside `?>` or `]]>`, so it is fed up to a `>` only.
   */
  private read(text: string): void {
    if (!this.guard.accepts(text)) throw new Fault('restricted-xml');
    const cut = text.lastIndexOf('>') + 1;
    if (cut > 0) {
      const whole = this.held + text.slice(0, cut);
      this.tree.length += whole.length;
      this.held = '';
      this.tree.write(whole);
    }
    this.held += text.slice(cut);
    // White space between stanzas is a sign of life and nothing else.
    if (this.tree.isBetweenStanzas && this.held.trim() === '') this.held = '';
    // What is pending is at most what came since the last whole stanza.
    if (this.tree.length + this.held.length > this.limits.maxStanzaLength)
      throw new Fault('policy-violation');
  }

  private fail(fault: XmlFault): void {
    if (this.isStopped) return;
    this.stop();
    this.sink.fault(fault);
  }
}

const NAME = /^[^\s<>"'=/&!?;]+$/;

/** The library's parser with the checks it lacks: names, depth, balance, and no text kept beside the stanzas. */
class BoundedTree extends Parser {
  /** Letters since the last whole stanza. */
  length = 0;
  private depth = 0;
  private readonly maxDepth: number;

  get isBetweenStanzas(): boolean {
    return this.depth <= 1;
  }

  constructor(maxDepth: number) {
    super();
    this.maxDepth = maxDepth;
  }

  override onStartElement(name: string, attrs: Attributes): void {
    if (!NAME.test(name)) throw new Fault('not-well-formed');
    this.depth += 1;
    if (this.depth > this.maxDepth) throw new Fault('policy-violation');
    if (this.depth === 1 && (name !== 'stream:stream' || this.root !== null))
      throw new Fault('not-well-formed');
    super.onStartElement(name, attrs);
  }

  override onEndElement(name: string): void {
    if (this.cursor === null || this.cursor.name !== name) throw new Fault('not-well-formed');
    this.depth -= 1;
    if (this.depth <= 1) this.length = 0;
    super.onEndElement(name);
  }

  override onText(text: string): void {
    // Between stanzas there is only white space (keep-alives); the library would collect it for as long as the stream lives.
    if (this.depth > 1) super.onText(text);
    else if (/\S/.test(text)) throw new Fault('not-well-formed');
  }
}
