import type { XmlElement } from '../xml/element.ts';

export type StanzaErrorType = 'auth' | 'cancel' | 'continue' | 'modify' | 'wait';

/** A stanza could not be handled; the dispatcher answers with this (RFC 6120 section 8.3). */
export class StanzaError extends Error {
  readonly condition: string;
  readonly type: StanzaErrorType;
  readonly extra: XmlElement | undefined;

  constructor(condition: string, type: StanzaErrorType = 'cancel', extra?: XmlElement) {
    super(condition);
    this.condition = condition;
    this.type = type;
    this.extra = extra;
  }
}
