import type { BfcpAttribute, BfcpMessage } from './bfcp-message.ts';
import {
  groupAttributes,
  listAttributes,
  numberAttributes,
  otherAttributes,
  primitives,
  requestStates,
  textAttributes,
} from './bfcp-message.ts';

/** An attribute's length is one octet, its own head of two included. */
const longestContent = 253;

/** The message's octets (RFC 8855 section 5); texts that are too long are cut at a whole character. */
export function writeBfcp(message: BfcpMessage): Buffer {
  const payload = Buffer.concat(message.attributes.map(writeAttribute));
  const head = Buffer.alloc(12);
  const answers = message.version === 2 && message.isResponse;
  head.writeUInt8((message.version << 5) | (answers ? 0x10 : 0), 0);
  head.writeUInt8(primitives[message.primitive], 1);
  head.writeUInt16BE(payload.length / 4, 2);
  head.writeUInt32BE(message.conferenceId, 4);
  head.writeUInt16BE(message.transactionId, 8);
  head.writeUInt16BE(message.userId, 10);
  return Buffer.concat([head, payload]);
}

function writeAttribute(attribute: BfcpAttribute): Buffer {
  const [type, content] = contentOf(attribute);
  const length = 2 + content.length;
  const octets = Buffer.alloc(Math.ceil(length / 4) * 4);
  // All that we write must be understood (the M bit); whoever speaks BFCP knows them.
  octets.writeUInt8((type << 1) | 1, 0);
  octets.writeUInt8(length, 1);
  content.copy(octets, 2);
  return octets;
}

function contentOf(attribute: BfcpAttribute): readonly [type: number, content: Buffer] {
  switch (attribute.name) {
    case 'beneficiary-id':
    case 'floor-id':
    case 'floor-request-id':
      return [numberAttributes[attribute.name], word(attribute.value)];
    case 'priority':
      return [otherAttributes.priority, Buffer.from([(attribute.value & 7) << 5, 0])];
    case 'request-status':
      return [
        otherAttributes['request-status'],
        Buffer.from([requestStates[attribute.state], attribute.queuePosition]),
      ];
    case 'error-code':
      return [otherAttributes['error-code'], Buffer.from([attribute.code, ...attribute.details])];
    case 'supported-attributes':
      return [listAttributes[attribute.name], Buffer.from(attribute.values.map((type) => type << 1))];
    case 'supported-primitives':
      return [listAttributes[attribute.name], Buffer.from([...attribute.values])];
    case 'error-info':
    case 'participant-provided-info':
    case 'status-info':
    case 'user-display-name':
    case 'user-uri':
      return [textAttributes[attribute.name], cut(attribute.text)];
    case 'beneficiary-information':
    case 'floor-request-information':
    case 'requested-by-information':
    case 'floor-request-status':
    case 'overall-request-status':
      return [
        groupAttributes[attribute.name],
        Buffer.concat([word(attribute.id), ...attribute.attributes.map(writeAttribute)]),
      ];
  }
}

function word(value: number): Buffer {
  const octets = Buffer.alloc(2);
  octets.writeUInt16BE(value);
  return octets;
}

function cut(text: string): Buffer {
  const octets = Buffer.from(text);
  if (octets.length <= longestContent) return octets;
  let end = longestContent;
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return octets.subarray(0, end);
}
