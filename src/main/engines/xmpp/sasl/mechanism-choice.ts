import { type ChannelBinding, chooseBinding } from './channel-binding.ts';
import type { ScramBinding, ScramHash } from './scram.ts';

/** What a server offers inside TLS. */
export interface SaslOffer {
  readonly mechanisms: readonly string[];
  /** Channel-binding types it knows (XEP-0440); empty when it doesn't say. */
  readonly bindings: readonly string[];
}

export type SaslChoice =
  | {
      readonly kind: 'scram';
      readonly name: string;
      readonly hash: ScramHash;
      readonly binding: ScramBinding;
    }
  | { readonly kind: 'plain'; readonly name: 'PLAIN' }
  | { readonly kind: 'one-time'; readonly name: 'CISCO-VTG-TOKEN' };

const SCRAM: readonly { readonly name: string; readonly hash: ScramHash }[] = [
  { name: 'SCRAM-SHA-512', hash: 'sha512' },
  { name: 'SCRAM-SHA-256', hash: 'sha256' },
  { name: 'SCRAM-SHA-1', hash: 'sha1' },
];

/**
 * The strongest mechanism that both sides and the credentials can do: SCRAM bound to the channel, SCRAM, PLAIN; a one-time
 * password knows CISCO-VTG-TOKEN only. The offer must have come inside TLS.
 */
export function chooseMechanism(
  offer: SaslOffer,
  credentials: 'password' | 'one-time' | 'token',
  possible: readonly ChannelBinding[],
): SaslChoice | undefined {
  const has = (name: string): boolean => offer.mechanisms.includes(name);
  if (credentials === 'one-time')
    return has('CISCO-VTG-TOKEN') ? { kind: 'one-time', name: 'CISCO-VTG-TOKEN' } : undefined;
  if (credentials === 'token') return has('PLAIN') ? { kind: 'plain', name: 'PLAIN' } : undefined;
  const bound = SCRAM.find(({ name }) => has(`${name}-PLUS`));
  const binding = chooseBinding(possible, offer.bindings);
  if (bound && binding) {
    return {
      kind: 'scram',
      name: `${bound.name}-PLUS`,
      hash: bound.hash,
      binding: { flag: 'p', ...binding },
    };
  }
  const plain = SCRAM.find(({ name }) => has(name));
  // RFC 5802 section 6: `y` tells a server that offered more that somebody took it out of the list.
  const flag = possible.length > 0 && !offer.mechanisms.some((name) => name.endsWith('-PLUS')) ? 'y' : 'n';
  if (plain) return { kind: 'scram', name: plain.name, hash: plain.hash, binding: { flag } };
  return has('PLAIN') ? { kind: 'plain', name: 'PLAIN' } : undefined;
}
