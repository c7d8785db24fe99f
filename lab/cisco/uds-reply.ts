import { type XmlElement, xml } from '../embedded/xml/element.ts';
import type { LabReply } from './http-node.ts';

/** A document of UDS. */
export function xmlReply(root: XmlElement, status = 200): LabReply {
  return {
    status,
    headers: { 'Content-Type': 'application/xml;charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${root.toString()}`,
  };
}

/** LAB shape of cisco-uc.md 2.3: the product's error body is not known. */
export function udsError(status: number, message: string): LabReply {
  return xmlReply(
    xml(
      'errors',
      '',
      {},
      xml('error', '', {}, xml('code', '', {}, String(status)), xml('message', '', {}, message)),
    ),
    status,
  );
}
