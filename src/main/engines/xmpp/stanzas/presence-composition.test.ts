import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { composePresence, PresenceBook } from './presence-composition.ts';
import { readAvatarHash, readPresence, type ResourcePresence } from './presence-reader.ts';

const device = (show: ResourcePresence['show'], more: Partial<ResourcePresence> = {}): ResourcePresence => ({
  show,
  priority: 0,
  ...more,
});

describe('presence of several devices (T8)', () => {
  it.each<[string, ResourcePresence[], ReturnType<typeof composePresence>]>([
    ['no device', [], { show: 'offline' }],
    [
      'the best availability counts',
      [device('away'), device('available'), device('extended-away')],
      { show: 'available' },
    ],
    [
      'do not disturb is meant for all devices',
      [device('available'), device('do-not-disturb')],
      { show: 'do-not-disturb' },
    ],
    ['presenting too', [device('on-a-call'), device('presenting')], { show: 'presenting' }],
    ['a call occupies the person', [device('available'), device('on-a-call')], { show: 'on-a-call' }],
    [
      'a meeting too, but a call is more',
      [device('in-a-meeting'), device('on-a-call'), device('away')],
      { show: 'on-a-call' },
    ],
    [
      'the words of the device that speaks',
      [device('away', { status: 'Lunch' }), device('available', { status: 'Here' })],
      { show: 'available', status: 'Here' },
    ],
    [
      'or any words',
      [device('away', { status: 'Lunch' }), device('available')],
      { show: 'available', status: 'Lunch' },
    ],
    [
      'of two alike the higher priority',
      [device('away', { status: 'low' }), device('away', { status: 'high', priority: 5 })],
      { show: 'away', status: 'high' },
    ],
    [
      'idle since the last use of any',
      [device('away', { idleSince: 10 }), device('away', { idleSince: 20 })],
      { show: 'away', idleSince: 20 },
    ],
    ['not idle when one is in use', [device('away', { idleSince: 10 }), device('away')], { show: 'away' }],
    [
      'devices that take no messages count last',
      [device('available', { priority: -1 }), device('away')],
      { show: 'away' },
    ],
    ['but better than none', [device('available', { priority: -1 })], { show: 'available' }],
  ])('M3: %s', (_, devices, composed) => {
    expect(composePresence(devices)).toEqual(composed);
  });

  it('M3: order of devices does not matter to what is shown', () => {
    const show = fc.constantFrom<ResourcePresence['show'][]>(
      'available',
      'away',
      'extended-away',
      'do-not-disturb',
      'on-a-call',
      'in-a-meeting',
      'presenting',
    );
    const devices = fc.array(fc.record({ show, priority: fc.integer({ min: -128, max: 127 }) }));
    fc.assert(
      fc.property(
        devices,
        (list) => void expect(composePresence(list.toReversed()).show).toBe(composePresence(list).show),
      ),
    );
  });

  it('M3: tells a change once, and devices that leave', () => {
    const book = new PresenceBook();
    expect(book.available('bob@x', 'a', device('away'))).toEqual({ show: 'away' });
    expect(book.available('bob@x', 'a', device('away'))).toBeUndefined();
    expect(book.available('bob@x', 'b', device('available'))).toEqual({ show: 'available' });
    expect(book.unavailable('bob@x', 'c')).toBeUndefined();
    expect(book.unavailable('bob@x', 'b')).toEqual({ show: 'away' });
    expect(book.unavailable('bob@x', '')).toEqual({ show: 'offline' });
    expect(book.unavailable('bob@x', '')).toBeUndefined();
  });
});

describe('presence stanzas', () => {
  const read = (inner: string, attributes = '') =>
    readPresence(
      stanza(`<presence from='Bob@Example.test/Desk' ${attributes}>${inner}</presence>`),
      'alice@example.test',
    );

  it.each([
    ['', { show: 'available', priority: 0 }],
    ['<show>chat</show><priority>7</priority>', { show: 'available', priority: 7 }],
    ['<show>away</show><status> Back at 2 </status>', { show: 'away', status: 'Back at 2', priority: 0 }],
    ['<show>xa</show>', { show: 'extended-away', priority: 0 }],
    ['<show>dnd</show>', { show: 'do-not-disturb', priority: 0 }],
    [
      '<show>dnd</show><status>On the phone</status>',
      { show: 'on-a-call', status: 'On the phone', priority: 0 },
    ],
    [
      '<show>away</show><status>In a meeting</status>',
      { show: 'in-a-meeting', status: 'In a meeting', priority: 0 },
    ],
    [
      '<show>dnd</show><status>Presenting</status>',
      { show: 'presenting', status: 'Presenting', priority: 0 },
    ],
    ['<status>In a meeting</status>', { show: 'available', status: 'In a meeting', priority: 0 }],
    ['<show>bogus</show><priority>x</priority>', { show: 'available', priority: 0 }],
    [
      "<show>away</show><idle xmlns='urn:xmpp:idle:1' since='2026-01-02T03:04:05Z'/>",
      { show: 'away', idleSince: Date.UTC(2026, 0, 2, 3, 4, 5), priority: 0 },
    ],
  ])('M3: reads %s', (inner, presence) => {
    expect(read(inner)).toEqual({
      kind: 'available',
      address: 'bob@example.test',
      resource: 'Desk',
      presence,
    });
  });

  it('M2: reads requests, leaving, and nothing in what it does not know', () => {
    expect(read("<nick xmlns='http://jabber.org/protocol/nick'>Bob</nick>", "type='subscribe'")).toEqual({
      kind: 'request',
      address: 'bob@example.test',
      nick: 'Bob',
    });
    expect(read('', "type='unavailable'")).toEqual({
      kind: 'unavailable',
      address: 'bob@example.test',
      resource: 'Desk',
    });
    expect(read('', "type='unsubscribed'")).toEqual({
      kind: 'unavailable',
      address: 'bob@example.test',
      resource: '',
    });
    expect(read('', "type='subscribed'")).toBeUndefined();
    expect(read('', "type='invented'")).toBeUndefined();
    expect(readPresence(stanza("<presence from='@@'/>"), 'a@b')).toBeUndefined();
  });

  it.each([
    ["<x xmlns='vcard-temp:x:update'/>", undefined],
    ["<x xmlns='vcard-temp:x:update'><photo/></x>", ''],
    [
      "<x xmlns='vcard-temp:x:update'><photo>01B2C3d4e5f60718293a4b5c6d7e8f9001122334</photo></x>",
      '01b2c3d4e5f60718293a4b5c6d7e8f9001122334',
    ],
    ["<x xmlns='vcard-temp:x:update'><photo>../../etc</photo></x>", undefined],
    ['', undefined],
  ])('M3: reads the picture of %s', (inner, hash) => {
    expect(readAvatarHash(stanza(`<presence from='b@x/y'>${inner}</presence>`))).toBe(hash);
  });
});
