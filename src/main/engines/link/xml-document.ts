import { isUtf8 } from 'node:buffer';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { readXml, type XmlLimits, XmlProblem } from './xml-reader.ts';

/** An element as the readers of this app see it: local names only, text joined, where it stood. */
export interface XmlElement {
  /** Local name as written; compare with `isNamed` where spellings vary. */
  readonly name: string;
  /** By local name. Namespace declarations are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children, blanks at the ends removed. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Room for the largest honest file: 200,000 elements, 64 deep. */
const limits: XmlLimits = { maxDepth: 64, maxElements: 200_000, maxAttributes: 64 };

/**
 * Reads a document: strict for safety (no DTD, no entities but the five of XML and characters by number, bounded depth and
 * count), whatever it contains. With `onSlip`, slips of people who write by hand are put up with and told: `line 3: a bare "&"`.
 * The failure is `http.bad-content` with the first problem and its line as detail.
 */
export function parseXml(
  source: string | Uint8Array,
  onSlip?: (problem: string) => void,
): Result<XmlElement> {
  try {
    const text = typeof source === 'string' ? source : decode(source);
    return ok(readXml(text, onSlip ? { ...limits, onSlip } : limits));
  } catch (error) {
    if (error instanceof XmlProblem) return fail('http.bad-content', {}, error.message);
    throw error;
  }
}

/**
 * XML 1.0 appendix F for what these servers send: UTF-8 and UTF-16 with or without mark, ISO-8859-1 if declared. What calls
 * itself UTF-8 and is not was saved by an editor of Windows.
 */
function decode(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  const mark = (first << 8) | second;
  if (mark === 0xfffe || mark === 0x3c00) return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 0xfeff || mark === 0x003c) return new TextDecoder('utf-16be').decode(bytes);
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const isLatin = /^[^<]*<\?xml[^>]*encoding=["'](iso-8859-1|windows-1252|us-ascii)["']/i.test(start);
  return new TextDecoder(isLatin || !isUtf8(bytes) ? 'windows-1252' : 'utf-8').decode(bytes);
}

/** Whether the names are the same without regard to letter case, `_` and `-` (cisco-uc 3.3 rule 2). */
export function isNamed(element: XmlElement, name: string): boolean {
  return plainName(element.name) === plainName(name);
}

export function plainName(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '');
}

/** Every element of that name at any depth, in the order of the document. */
export function descendants(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((each) => [
    ...(isNamed(each, name) ? [each] : []),
    ...descendants(each, name),
  ]);
}

/** The first element of that name at any depth. */
export function find(element: XmlElement, name: string): XmlElement | undefined {
  for (const each of element.children) {
    if (isNamed(each, name)) return each;
    const deeper = find(each, name);
    if (deeper) return deeper;
  }
  return undefined;
}

/** The first direct child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => isNamed(each, name));
}

/** Text of the first element of that name at any depth; absent and empty are both `undefined`. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const text = element && find(element, name)?.text;
  return text === undefined || text === '' ? undefined : text;
}

/** Text of the first direct child of that name; absent and empty are both `undefined`. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const text = child(element, name)?.text;
  return text === undefined || text === '' ? undefined : text;
}

/** Follows direct children by name. */
export function path(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((at, name) => child(at, name), element);
}

/** Escapes text for use in an XML document that we write. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replace(FORBIDDEN, '\uFFFD');
}

// Characters that XML 1.0 has no way to write.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
