import type { Contact } from '../../../shared/domain/contact.ts';
import type { Entity } from '../../../shared/contract/topics.ts';

/** What the menu of a contact offers, in its order. */
export type ContactMenuItem =
  | { readonly kind: 'chat'; readonly address: string }
  | {
      readonly kind: 'call';
      readonly target: string;
      readonly phone: Contact['phones'][number]['kind'] | 'sip';
    }
  | { readonly kind: 'video'; readonly target: string }
  | { readonly kind: 'mail'; readonly email: string }
  | { readonly kind: 'card' }
  | { readonly kind: 'groups'; readonly chosen: readonly string[] }
  | { readonly kind: 'edit' }
  | { readonly kind: 'alert'; readonly address: string; readonly isOn: boolean }
  | { readonly kind: 'block'; readonly address: string; readonly isBlocked: boolean }
  | { readonly kind: 'remove' };

/** What this deployment and this phone can do. */
export interface ContactMenuMeans {
  readonly hasChat: boolean;
  readonly hasCalls: boolean;
  readonly hasVideo: boolean;
  readonly watch: Entity<'peopleWatch'> | undefined;
}

/** In parts, with a line between them; an empty part isn't there. */
export function contactMenuItems(
  contact: Contact,
  means: ContactMenuMeans,
): readonly (readonly ContactMenuItem[])[] {
  const { address, email } = contact;
  const talk: ContactMenuItem[] = [];
  if (means.hasChat && address !== undefined) talk.push({ kind: 'chat', address });
  if (means.hasCalls) talk.push(...callsOf(contact, means.hasVideo));
  if (email !== undefined) talk.push({ kind: 'mail', email });
  // One on this computer has a form of its own, groups and all.
  const keep: ContactMenuItem[] = [
    { kind: 'card' },
    ...(contact.isLocal ? [] : [{ kind: 'groups', chosen: contact.groups } as const]),
    { kind: 'edit' },
  ];
  const away: ContactMenuItem[] = [...watchOf(contact, means.watch), { kind: 'remove' }];
  return [talk, keep, away].filter((part) => part.length > 0);
}

function callsOf({ phones, sipUri, address }: Contact, hasVideo: boolean): readonly ContactMenuItem[] {
  const numbers = phones.map(({ kind, number }) => ({ kind: 'call', target: number, phone: kind }) as const);
  // Without a number the address itself is called: it is the SIP URI too where one directory serves both.
  const spare = sipUri ?? (numbers.length === 0 ? address : undefined);
  const calls: ContactMenuItem[] = [
    ...numbers,
    ...(spare === undefined ? [] : [{ kind: 'call', target: spare, phone: 'sip' } as const]),
  ];
  const first = numbers[0]?.target ?? spare;
  return hasVideo && first !== undefined ? [...calls, { kind: 'video', target: first }] : calls;
}

function watchOf(
  { address, isLocal, presence }: Contact,
  watch: Entity<'peopleWatch'> | undefined,
): readonly ContactMenuItem[] {
  if (!watch || isLocal || address === undefined) return [];
  const isBlocked = watch.blocked.includes(address);
  const isOn = watch.alerts.includes(address);
  const canWait = watch.canAlert && !isBlocked && (isOn || presence.show !== 'available');
  return [
    ...(canWait ? [{ kind: 'alert', address, isOn } as const] : []),
    ...(watch.canBlock ? [{ kind: 'block', address, isBlocked } as const] : []),
  ];
}
