import type {
  BfcpAttribute,
  BfcpError,
  BfcpHeader,
  BfcpMessage,
  BfcpVersion,
  RequestState,
} from './bfcp-message.ts';
import {
  groupAttributes,
  listAttributes,
  numberAttributes,
  otherAttributes,
  primitives,
  requestStates,
  textAttributes,
} from './bfcp-message.ts';

export type ReadBfcp =
  | { readonly kind: 'message'; readonly message: BfcpMessage }
  /** What the sender is to be told (RFC 8855 section 13.8), if it was a request. */
  | {
      readonly kind: 'refused';
      readonly header: BfcpHeader;
      readonly error: BfcpError;
      readonly details: readonly number[];
    }
  /** Not BFCP, or nothing that could be answered. */
  | { readonly kind: 'junk' };

export const headLength = 12;
/** Information on a request holds information on people, which holds names. */
const deepest = 3;

const primitiveOf = invert(primitives);
const stateOf = invert(requestStates);
const nameOf = {
  number: invert(numberAttributes),
  text: invert(textAttributes),
  list: invert(listAttributes),
  group: invert(groupAttributes),
};

/** Thrown and caught within this file only. */
class Unreadable extends Error {
  readonly error: BfcpError;
  readonly details: readonly number[];
  constructor(error: BfcpError, details: readonly number[] = []) {
    super(error);
    this.error = error;
    this.details = details;
  }
}

/** Reads one whole message. Fragments (the F bit) are refused: nothing that two people say to each other needs them. */
export function readBfcp(octets: Buffer, version: BfcpVersion): ReadBfcp {
  if (octets.length < headLength) return { kind: 'junk' };
  const first = octets.readUInt8(0);
  const said = first >> 5;
  // A request or answer that nobody could match helps nobody; RTP, STUN and DTLS begin with other versions or lengths.
  if (said === 0 || said > 2) return { kind: 'junk' };
  const header: BfcpHeader = {
    version,
    isResponse: version === 2 && (first & 0x10) !== 0,
    conferenceId: octets.readUInt32BE(4),
    transactionId: octets.readUInt16BE(8),
    userId: octets.readUInt16BE(10),
  };
  try {
    if (said !== version) throw new Unreadable('unsupported-version');
    const isFragment = version === 2 && (first & 0x08) !== 0;
    if (isFragment) throw new Unreadable('unreadable');
    if (octets.length !== messageLength(octets)) throw new Unreadable('wrong-length');
    const primitive = primitiveOf.get(octets.readUInt8(1));
    if (primitive === undefined) throw new Unreadable('unknown-primitive');
    return {
      kind: 'message',
      message: { ...header, primitive, attributes: readAttributes(octets.subarray(headLength), deepest) },
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'refused', header, error: error.error, details: error.details };
  }
}

/** How long the message says it is, in octets, of a head that is whole. */
export function messageLength(head: Buffer): number {
  return headLength + 4 * head.readUInt16BE(2);
}

function readAttributes(octets: Buffer, depth: number): BfcpAttribute[] {
  const attributes: BfcpAttribute[] = [];
  const unknown: number[] = [];
  for (let at = 0; at < octets.length; ) {
    // What pads a group to its end is no attribute.
    if (octets.length - at < 2) break;
    const first = octets.readUInt8(at);
    const length = octets.readUInt8(at + 1);
    if (length < 2 || at + length > octets.length) throw new Unreadable('unreadable');
    const content = octets.subarray(at + 2, at + length);
    const attribute = readAttribute(first >> 1, content, depth);
    if (attribute) attributes.push(attribute);
    else if ((first & 1) === 1) unknown.push(first & 0xfe);
    at += Math.ceil(length / 4) * 4;
  }
  if (unknown.length > 0) throw new Unreadable('unknown-attribute', unknown);
  return attributes;
}

function readAttribute(type: number, content: Buffer, depth: number): BfcpAttribute | undefined {
  const number = nameOf.number.get(type);
  if (number) return { name: number, value: wordOf(content) };
  const text = nameOf.text.get(type);
  if (text) return { name: text, text: content.toString('utf8') };
  const list = nameOf.list.get(type);
  if (list)
    return {
      name: list,
      values: [...content].map((value) => (list === 'supported-attributes' ? value >> 1 : value)),
    };
  const group = nameOf.group.get(type);
  if (group) {
    if (depth === 0) throw new Unreadable('unreadable');
    return { name: group, id: wordOf(content), attributes: readAttributes(content.subarray(2), depth - 1) };
  }
  return readOther(type, content);
}

function readOther(type: number, content: Buffer): BfcpAttribute | undefined {
  const [first] = content;
  if (type === otherAttributes.priority) return { name: 'priority', value: wordOf(content) >> 13 };
  if (type === otherAttributes['request-status']) {
    const state: RequestState | undefined = stateOf.get(wordOf(content) >> 8);
    if (!state) throw new Unreadable('unreadable');
    return { name: 'request-status', state, queuePosition: content.readUInt8(1) };
  }
  if (type !== otherAttributes['error-code']) return undefined;
  if (first === undefined) throw new Unreadable('unreadable');
  return { name: 'error-code', code: first, details: [...content.subarray(1)] };
}

function wordOf(content: Buffer): number {
  if (content.length < 2) throw new Unreadable('unreadable');
  return content.readUInt16BE(0);
}

function invert<Name extends string>(table: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  // The keys are those of the table's type.
  const names = Object.keys(table) as Name[];
  return new Map(names.map((name) => [table[name], name]));
}
