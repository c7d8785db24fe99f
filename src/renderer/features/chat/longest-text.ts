import { LONGEST_BODY_BYTES } from '../../../shared/domain/conversation.ts';

/** Characters that the field takes, as many as a draft may have: more could neither be sent nor kept. */
export const LONGEST_FIELD = 65_536;

/** More than a server takes as one message; the ends are not sent. */
export function isTooLongToSend(text: string): boolean {
  // Three bytes are the most that a UTF-16 unit takes: most texts need not be counted.
  if (text.length * 3 <= LONGEST_BODY_BYTES) return false;
  return (
    text.length > LONGEST_BODY_BYTES * 2 || new TextEncoder().encode(text.trim()).length > LONGEST_BODY_BYTES
  );
}

/** A text that is pasted and too long for a message goes as a file. */
export function asTextFile(text: string, name: string): File | undefined {
  return isTooLongToSend(text) ? new File([text], name, { type: 'text/plain' }) : undefined;
}
