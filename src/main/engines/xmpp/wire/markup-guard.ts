const CDATA = '<![CDATA[';
const DECLARATION = '<?xml';

/**
 * Looks over a stream's text, piece by piece, for what RFC 6120 section 11.1 forbids: comments, DTDs (and so entity
 * declarations) and processing instructions other than the XML declaration at the start. The parser would skip them silently.
 */
export class MarkupGuard {
  private carry = '';
  private isInCdata = false;
  private isAtStart = true;

  /** False once something forbidden has come. */
  accepts(chunk: string): boolean {
    const text = this.carry + chunk;
    this.carry = '';
    let at = 0;
    while (at < text.length) {
      const next = this.isInCdata ? this.leaveCdata(text, at) : this.nextMarkup(text, at);
      if (next === 'forbidden') return false;
      at = next;
    }
    return true;
  }

  private leaveCdata(text: string, from: number): number {
    const end = text.indexOf(']]>', from);
    if (end === -1) {
      this.carry = text.slice(Math.max(from, text.length - 2));
      return text.length;
    }
    this.isInCdata = false;
    return end + 3;
  }

  private nextMarkup(text: string, from: number): number | 'forbidden' {
    const open = text.indexOf('<', from);
    if (open === -1) return text.length;
    const head = text.slice(open, open + CDATA.length);
    if (head.length === 1) return this.waitFor(head, text);
    if (head[1] === '!') {
      if (head === CDATA) this.isInCdata = true;
      else if (CDATA.startsWith(head)) return this.waitFor(head, text);
      else return 'forbidden';
      return open + CDATA.length;
    }
    if (head[1] === '?') {
      if (head.length < DECLARATION.length && DECLARATION.startsWith(head)) return this.waitFor(head, text);
      if (!this.isAtStart || !head.startsWith(DECLARATION)) return 'forbidden';
    }
    this.isAtStart = false;
    return open + 1;
  }

  private waitFor(head: string, text: string): number {
    this.carry = head;
    return text.length;
  }
}
