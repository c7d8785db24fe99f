import { URI } from 'sip.js/lib/core/index.js';
import { describe, expect, it } from 'vitest';
import { readAcceptance } from './read-acceptance.ts';

const OURS = new URI('sip', 'f3a9', '192.168.1.5', 50_000);
const INSTANCE = '00000000-0000-4000-8000-000000000001';
const MARK = `+sip.instance="<urn:uuid:${INSTANCE}>"`;

function read(contacts: readonly string[], headers: Record<string, string> = {}) {
  const message = {
    getHeaders: (name: string) => (name === 'contact' ? [...contacts] : []),
    getHeader: (name: string) => headers[name],
  };
  return readAcceptance(message as unknown as Parameters<typeof readAcceptance>[0], OURS, 300, INSTANCE);
}

/** As the servers named write it. */
describe('a 200 to REGISTER', () => {
  it.each<[string, readonly string[], Record<string, string>, number, readonly string[]]>([
    [
      'one Contact, its time',
      [`<sip:f3a9@192.168.1.5:50000;transport=tcp>;expires=120;${MARK}`],
      {},
      120,
      [],
    ],
    ['no Contact: Expires counts', [], { expires: '60' }, 60, []],
    ['neither: what was asked for', [], {}, 300, []],
    [
      'a shorter Expires beside a Contact without one',
      ['<sip:f3a9@192.168.1.5:50000>'],
      { expires: '90' },
      90,
      [],
    ],
    [
      'Asterisk: other phones of the account on one line',
      ['<sip:desk@192.168.1.9:5060>;expires=3000, <sip:f3a9@192.168.1.5:50000>;expires=55'],
      {},
      55,
      [],
    ],
    [
      'OpenSIPS, an SBC: another host in ours, and another phone; neither is an earlier run’s',
      [`<sip:f3a9@203.0.113.7:1026>;expires=60;${MARK}`, '<sip:desk@203.0.113.7:1027>;expires=3000'],
      {},
      60,
      [],
    ],
    [
      'an earlier run of ours is left behind',
      [
        `<sip:f3a9@192.168.1.5:50000>;expires=100;${MARK}`,
        `<sip:0b1c@192.168.1.5:40000>;expires=2000;${MARK}`,
      ],
      {},
      100,
      ['sip:0b1c@192.168.1.5:40000'],
    ],
    [
      'in quotes, with a URI parameter of that name',
      ['<sip:f3a9@192.168.1.5:50000;expires=7>;expires="44"'],
      {},
      44,
      [],
    ],
    ['a gateway’s own user part, alone', ['<sip:gw-17@203.0.113.7>;expires=45'], {}, 45, []],
    [
      'others only: what was asked for',
      ['<sip:a@192.0.2.1>;expires=45', '<sip:b@192.0.2.1>;expires=46'],
      {},
      300,
      [],
    ],
  ])('V1: %s', (_name, contacts, headers, expires, stale) => {
    expect(read(contacts, headers)).toMatchObject({ expires, stale });
  });
});
