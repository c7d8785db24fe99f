const MOST_TARGETS = 10;

/**
 * Where a redirection leads (RFC 3261 section 21.3), by its Contact headers, the most wanted first. SIP addresses only: the
 * telephone network or the web need the person.
 */
export function redirectTargets(contacts: readonly string[]): string[] {
  return contacts
    .flatMap((line) => line.slice(0, 8_000).match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+/g) ?? [])
    .flatMap((entry) => {
      const plain = entry.replace(/"(?:[^"\\]|\\.)*"/, '');
      const uri = /<(sips?:[^>]+)>/i.exec(plain)?.[1] ?? /^\s*(sips?:[^\s;,]+)/i.exec(plain)?.[1];
      const preference = Number(/>[^<]*;\s*q\s*=\s*([\d.]+)/i.exec(plain)?.[1] ?? 1);
      return uri === undefined ? [] : [{ uri, preference: Number.isNaN(preference) ? 1 : preference }];
    })
    .toSorted((one, other) => other.preference - one.preference)
    .slice(0, MOST_TARGETS)
    .map(({ uri }) => uri);
}
