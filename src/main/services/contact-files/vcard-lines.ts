/** One content line of a vCard (RFC 6350 section 3.3, RFC 2426, vCard 2.1). */
export interface VCardLine {
  /** In capitals, without its group. */
  readonly name: string;
  /** `item1` of `item1.TEL`; '' for none. */
  readonly group: string;
  /** Words of the TYPE parameter in small letters; those of 2.1 stand without a name. */
  readonly types: readonly string[];
  readonly value: string;
}

/** No line of use is longer, but for a picture. */
const LONGEST_LINE = 4_000;
/** A longer picture is passed over. */
const LONGEST_PHOTO = 700_000;
const MOST_LINES = 500;

/** The cards of a file, each as its lines. Lines that cannot be read are passed over; a card without an end ends with the file. */
export function* readCards(text: string): Generator<readonly VCardLine[]> {
  let card: VCardLine[] | undefined;
  for (const line of unfolded(text)) {
    if (/^BEGIN:VCARD\s*$/i.test(line)) {
      if (card && card.length > 0) yield card;
      card = [];
    } else if (/^END:VCARD\s*$/i.test(line)) {
      if (card) yield card;
      card = undefined;
    } else if (card && card.length < MOST_LINES) {
      const read = readLine(line);
      if (read) card.push(read);
    }
  }
  if (card && card.length > 0) yield card;
}

/** Joins what was folded: lines that begin with a blank, and the soft line ends of quoted-printable. */
function* unfolded(text: string): Generator<string> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  let at = 0;
  while (at < lines.length) {
    let line = lines[at] ?? '';
    const isQuotedPrintable = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(line.slice(0, 200));
    at += 1;
    for (; at < lines.length; at += 1) {
      const next = lines[at] ?? '';
      const isSoft = isQuotedPrintable && line.endsWith('=');
      if (!isSoft && !/^[ \t]/.test(next)) break;
      // What is too long is still read past, but not kept.
      if (line.length <= longest(line)) line = isSoft ? line.slice(0, -1) + next : line + next.slice(1);
    }
    if (line.length <= longest(line)) yield line;
  }
}

const longest = (line: string): number =>
  /^(?:[\w-]+\.)?PHOTO[;:]/i.test(line.slice(0, 100)) ? LONGEST_PHOTO : LONGEST_LINE;

function readLine(line: string): VCardLine | undefined {
  const head = /^((?:[^":]|"[^"]*")*):/.exec(line)?.[1];
  if (head === undefined) return undefined;
  const [full = '', ...parameters] = head.match(/(?:[^";]|"[^"]*")+/g) ?? [];
  const dot = full.lastIndexOf('.');
  const raw = line.slice(head.length + 1);
  const isQuotedPrintable = parameters.some((each) => /^(?:ENCODING=)?QUOTED-PRINTABLE$/i.test(each));
  const charset = parameters.map((each) => /^CHARSET=(.+)$/i.exec(each)?.[1]).find(Boolean);
  return {
    name: full.slice(dot + 1).toUpperCase(),
    group: dot === -1 ? '' : full.slice(0, dot).toLowerCase(),
    types: parameters.flatMap(typesOf),
    value: isQuotedPrintable ? fromQuotedPrintable(raw, charset) : raw,
  };
}

function typesOf(parameter: string): readonly string[] {
  const named = /^([\w-]+)=(.*)$/s.exec(parameter);
  if (!named) return [parameter.toLowerCase()];
  const isType = named[1]?.toUpperCase() === 'TYPE';
  return isType ? (named[2] ?? '').replaceAll('"', '').toLowerCase().split(',') : [];
}

/** Outlook writes vCard 2.1 so. */
function fromQuotedPrintable(text: string, charset = 'utf-8'): string {
  const bytes: number[] = [];
  for (const [part] of text.matchAll(/=[\dA-F]{2}|[^]/gi)) {
    if (/^=[\dA-F]{2}$/i.test(part)) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(part));
  }
  return decoderFor(charset).decode(new Uint8Array(bytes));
}

function decoderFor(charset: string) {
  try {
    return new TextDecoder(charset.trim());
  } catch {
    return new TextDecoder();
  }
}

/** The parts of a structured value, `;` between them, with escapes undone (RFC 6350 section 3.4). */
export function partsOf(value: string, separator: ';' | ','): readonly string[] {
  const parts = [''];
  for (const [piece] of value.matchAll(/\\[^]|[^]/gu)) {
    if (piece === separator) parts.push('');
    else
      parts.push(
        (parts.pop() ?? '') + (piece.length > 1 && piece.startsWith('\\') ? unescaped(piece) : piece),
      );
  }
  return parts;
}

/** A text value with escapes undone. */
export const textOf = (value: string): string => value.replace(/\\[^]/gu, unescaped);

const unescaped = (piece: string): string => (/n/i.test(piece[1] ?? '') ? '\n' : piece.slice(1));
