import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { contactMenuItems, type ContactMenuMeans } from './contact-menu-items.ts';

const bob: Contact = {
  id: 'bob@example.test' as ContactId,
  address: 'bob@example.test',
  name: 'Bob Baker',
  groups: ['Team'],
  subscription: 'both',
  isPending: false,
  presence: { show: 'away' },
  phones: [
    { kind: 'work', number: '1002' },
    { kind: 'mobile', number: '+44 7700 900002' },
  ],
  email: 'bob@example.test',
};
const all: ContactMenuMeans = {
  hasChat: true,
  hasCalls: true,
  hasVideo: true,
  watch: { canBlock: true, blocked: [], canAlert: true, alerts: [] },
};
/** Kinds of each part; calls with their targets. */
const shape = (contact: Contact, means: ContactMenuMeans) =>
  contactMenuItems(contact, means).map((part) =>
    part.map((item) => ('target' in item ? `${item.kind} ${item.target}` : item.kind)).join(', '),
  );

describe('the menu of a contact', () => {
  it('C1 V4: each number, chat, video and mail; card and groups; waiting, keeping away and removing', () => {
    expect(shape(bob, all)).toEqual([
      'chat, call 1002, call +44 7700 900002, video 1002, mail',
      'card, groups, edit',
      'alert, block, remove',
    ]);
  });

  it('A6: nothing that the deployment does not have', () => {
    expect(shape(bob, { ...all, hasChat: false })[0]).toBe(
      'call 1002, call +44 7700 900002, video 1002, mail',
    );
    expect(shape(bob, { ...all, hasCalls: false })[0]).toBe('chat, mail');
    expect(shape(bob, { ...all, hasVideo: false, watch: undefined })).toEqual([
      'chat, call 1002, call +44 7700 900002, mail',
      'card, groups, edit',
      'remove',
    ]);
  });

  it('V4: without a number the address is called; a SIP address has its line beside numbers', () => {
    const { email: _, ...known } = bob;
    expect(shape({ ...known, phones: [] }, all)[0]).toBe(
      'chat, call bob@example.test, video bob@example.test',
    );
    expect(shape({ ...known, sipUri: 'sip:bob@example.test' }, all)[0]).toBe(
      'chat, call 1002, call +44 7700 900002, call sip:bob@example.test, video 1002',
    );
  });

  it('C5: one of this computer has its own form, nobody to wait for, and may have nothing to call', () => {
    const { address: _, email: __, ...local } = bob;
    expect(shape({ ...local, isLocal: true, phones: [] }, all)).toEqual(['card, edit', 'remove']);
  });

  it('M3 M4: whoever is available is not waited for, whoever is kept away neither', () => {
    const watch = { canBlock: true, blocked: ['bob@example.test'], canAlert: true, alerts: [] };
    expect(shape(bob, { ...all, watch })[2]).toBe('block, remove');
    expect(shape({ ...bob, presence: { show: 'available' } }, all)[2]).toBe('block, remove');
    const waited = { ...all, watch: { ...watch, blocked: [], alerts: ['bob@example.test'] } };
    expect(shape({ ...bob, presence: { show: 'available' } }, waited)[2]).toBe('alert, block, remove');
  });
});
