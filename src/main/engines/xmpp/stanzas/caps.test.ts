import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { capsHash, OwnCaps, readInfo } from './caps.ts';

describe('entity capabilities (XEP-0115)', () => {
  it('M3: hashes the simple example of section 5.2', () => {
    const info = {
      identities: [{ category: 'client', type: 'pc', name: 'Exodus 0.9.1' }],
      features: [
        'http://jabber.org/protocol/muc',
        'http://jabber.org/protocol/caps',
        'http://jabber.org/protocol/disco#info',
        'http://jabber.org/protocol/disco#items',
      ],
      forms: [],
    };
    expect(capsHash(info)).toBe('QgayPKawpkPSDYmwT/WM94uAlu0=');
  });

  it('M3: hashes the complex example of section 5.3, as read off the wire', () => {
    const query = stanza(`<query xmlns='http://jabber.org/protocol/disco#info'
        node='http://psi-im.org#q07IKJEyjvHSyhy//CH0CxmKi8w='>
      <identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>
      <identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>
      <feature var='http://jabber.org/protocol/caps'/>
      <feature var='http://jabber.org/protocol/disco#info'/>
      <feature var='http://jabber.org/protocol/disco#items'/>
      <feature var='http://jabber.org/protocol/muc'/>
      <x xmlns='jabber:x:data' type='result'>
        <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>
        <field var='ip_version' type='text-multi'><value>ipv4</value><value>ipv6</value></field>
        <field var='os'><value>Mac</value></field>
        <field var='os_version'><value>10.5.1</value></field>
        <field var='software'><value>Psi</value></field>
        <field var='software_version'><value>0.11</value></field>
      </x></query>`);
    expect(capsHash(readInfo(query))).toBe('q07IKJEyjvHSyhy//CH0CxmKi8w=');
  });

  it('M3: what we announce is the hash of what we answer', () => {
    const caps = new OwnCaps({ name: 'Parlance' });
    const answer = caps.answer(caps.announcement);
    expect(answer && capsHash(readInfo(answer))).toBe(caps.element().attrs['ver']);
    expect(answer?.attrs['node']).toBe(caps.announcement);
    expect(caps.answer(undefined)?.attrs['node']).toBeUndefined();
    expect(caps.answer('urn:other#node')).toBeUndefined();
  });
});
