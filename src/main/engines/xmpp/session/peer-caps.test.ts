import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { capsHash, OwnCaps, readInfo } from '../stanzas/caps.ts';
import { PeerCaps } from './peer-caps.ts';

const INFO = `<query xmlns='http://jabber.org/protocol/disco#info'><identity category='client' type='pc' name='Old'/><feature var='urn:files'/></query>`;
const bob = 'bob@example.test';
const desk = `${bob}/desk`;
const presence = (inside = '', more = '') =>
  stanza(`<presence xmlns='jabber:client' from='${desk}' ${more}>${inside}</presence>`);
const announced = (ver: string) =>
  presence(`<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:old' ver='${ver}'/>`);

const made = () => new PeerCaps(new OwnCaps({ name: 'Parlance' }));

describe('what devices of others can do', () => {
  it('M10: one that announces it is asked once for all of its version', () => {
    const caps = made();
    const ver = capsHash(readInfo(stanza(INFO)));
    caps.onPresence(announced(ver));
    expect(caps.unannouncedDevices(bob)).toEqual([]);
    expect(caps.query(bob)?.onAnswer(stanza(INFO))).toBe(true);
    expect(caps.deviceWith(bob, 'urn:files')).toBe(desk);
    expect(caps.query(bob)).toBeUndefined();
  });

  it('M10: one that announces nothing, or in the old form, is to be asked itself while it is there', () => {
    const caps = made();
    caps.onPresence(presence());
    expect(caps.unannouncedDevices(bob)).toEqual([desk]);
    expect(caps.query(bob)).toBeUndefined();
    caps.onPresence(presence('', "type='unavailable'"));
    expect(caps.unannouncedDevices(bob)).toEqual([]);
  });

  it('M10: one whose announcement is not true is to be asked itself, until it announces another', () => {
    const caps = made();
    caps.onPresence(announced('bm90IHRydWU='));
    expect(caps.query(bob)?.onAnswer(stanza(INFO))).toBe(false);
    expect(caps.deviceWith(bob, 'urn:files')).toBeUndefined();
    expect(caps.unannouncedDevices(bob)).toEqual([desk]);
    caps.onPresence(announced(capsHash(readInfo(stanza(INFO)))));
    expect(caps.unannouncedDevices(bob)).toEqual([]);
  });
});
