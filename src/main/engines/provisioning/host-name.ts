import { isIP } from 'node:net';

/** Whether the text can be a host: a DNS name or an IP literal. Nothing else from a file is ever connected to. */
export function isHostName(text: string): boolean {
  return (
    isIP(text) !== 0 ||
    (text.length <= 253 &&
      /^(?=.*[a-z0-9])[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(text))
  );
}
