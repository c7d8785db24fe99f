/** What we understand. sip.js would also promise MESSAGE and REGISTER, and not UPDATE. */
export const ALLOWED_METHODS =
  'ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, PRACK, REFER, SUBSCRIBE, UPDATE';

/** Puts our own list into the Allow header that sip.js writes. */
export function withAllowedMethods(text: string): string {
  const headEnd = text.indexOf('\r\n\r\n');
  const head = headEnd < 0 ? text : text.slice(0, headEnd);
  return head.replace(/^Allow: .*$/m, `Allow: ${ALLOWED_METHODS}`) + (headEnd < 0 ? '' : text.slice(headEnd));
}

/** A display name that can stand in a header: nothing that ends the quotes or the line. */
export function quotableName(name: string): string {
  return name
    .toWellFormed()
    .replace(/["\\\u0000-\u001F\u007F]/g, ' ')
    .trim()
    .slice(0, 200);
}
