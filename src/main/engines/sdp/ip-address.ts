/** Whether a text is an IP address literal, and of which family. */
export function ipFamily(text: string): 'IP4' | 'IP6' | undefined {
  const parts = text.split('.');
  if (parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return 'IP4';
  // The URL parser knows RFC 4291's many forms; a zone (`%eth0`) means nothing to the far end and is refused by it.
  return text.includes(':') && /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`)
    ? 'IP6'
    : undefined;
}
