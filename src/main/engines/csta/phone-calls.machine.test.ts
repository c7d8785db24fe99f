import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { noCalls, type PhoneCalls, reducePhoneCalls, shownCalls } from './phone-calls.machine.ts';
import { readCsta } from './read-csta.ts';

const device = (name: string, id: string) => `<${name}><deviceIdentifier>${id}</deviceIdentifier></${name}>`;
const connection = (name: string, id: string, at: string) =>
  `<${name}><callID>${id}</callID><deviceID>${at}</deviceID></${name}>`;

/** Events as XML, one after the other, and what the phone's calls are then. */
function after(events: readonly string[], start: PhoneCalls = noCalls('1001')) {
  let state = start;
  const ended: unknown[] = [];
  for (const xml of events) {
    const read = readCsta(xml);
    if (read?.kind !== 'event' || !('connection' in read.event || 'primary' in read.event)) continue;
    const step = reducePhoneCalls(state, read.event);
    ({ state } = step);
    ended.push(...step.ended);
  }
  return {
    ended,
    calls: shownCalls(state).map(({ state: at, peer }) => `${peer.name || peer.address} ${at}`),
  };
}

const delivered = (alerting: string, from: string, to: string, id = '1') =>
  `<DeliveredEvent>${connection('connection', id, alerting)}${device('alertingDevice', alerting)}${device('callingDevice', from)}${device('calledDevice', to)}</DeliveredEvent>`;
const established = (by: string, id = '1') =>
  `<EstablishedEvent>${connection('establishedConnection', id, by)}${device('answeringDevice', by)}${device('callingDevice', '1001')}${device('calledDevice', by)}</EstablishedEvent>`;
const cleared = (at: string, more = '', id = '1') =>
  `<ConnectionClearedEvent>${connection('droppedConnection', id, at)}${device('releasingDevice', at)}${more}</ConnectionClearedEvent>`;

describe('calls of a phone that says little', () => {
  // Without localConnectionInfo (optional in ECMA-323) the devices say whose connection it is.
  it.each([
    ['rings here', [delivered('1001', '1002', '1001')], ['1002 ringing-in']],
    ['rings there', [delivered('1002', '1001', '1002')], ['1002 ringing-out']],
    ['is answered there', [delivered('1002', '1001', '1002'), established('1002')], ['1002 connected']],
    ['is there already', [established('1002')], ['1002 connected']],
    ['is left by the other', [established('1002'), cleared('1002')], []],
    ['is left here', [established('1002'), cleared('1001')], []],
    ['was never told of', [cleared('1001')], []],
    [
      'is written in other forms',
      [
        delivered(
          'tel:1001;phone-context=x',
          'N&lt;1002&gt;Bob Builder;a=b',
          'sip:1001@example.test;user=phone',
        ),
      ],
      ['Bob Builder ringing-in'],
    ],
    [
      'is left by one of several',
      [
        established('1002'),
        `<ConferencedEvent>${connection('primaryOldCall', '1', '1001')}<localConnectionInfo>connected</localConnectionInfo><conferenceConnections><connectionListItem>${connection('newConnection', '9', '1001')}</connectionListItem></conferenceConnections></ConferencedEvent>`,
        cleared('1002', '', '9'),
      ],
      ['1002 connected'],
    ],
    [
      'is sent on by the other side: the same call, with somebody else',
      [
        established('1002'),
        `<TransferredEvent>${connection('primaryOldCall', '1', '1002')}${device('transferringDevice', '1002')}${device('transferredToDevice', '1003')}<transferredConnections><connectionListItem>${connection('newConnection', '7', '1001')}</connectionListItem><connectionListItem>${connection('newConnection', '7', '1003')}</connectionListItem></transferredConnections><localConnectionInfo>connected</localConnectionInfo></TransferredEvent>`,
      ],
      ['1003 connected'],
    ],
  ])('V7: a call that %s', (_, events, expected) => {
    expect(after(events).calls).toEqual(expected);
  });

  it('V7: one that another phone took was not missed here', () => {
    const taken = cleared('1001', '<localConnectionInfo>null</localConnectionInfo><cause>callPickup</cause>');
    expect(after([delivered('1001', '1002', '1001'), taken]).ended).toEqual([{ id: '1', isElsewhere: true }]);
  });

  it('Q2: no message does harm, whatever it says', () => {
    const random = seededRandom(11);
    const all = [delivered('1001', '1002', '1001'), established('1002'), cleared('1001'), '<CSTAErrorCode/>'];
    for (let run = 0; run < fuzzRuns(); run += 1) {
      const bytes = random.bytes(4);
      const text = all[(bytes[0] ?? 0) % all.length] ?? '';
      const at = (((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)) % text.length;
      const broken =
        text.slice(0, at) + String.fromCharCode(bytes[3] ?? 0) + text.slice(at + ((bytes[3] ?? 0) % 9));
      expect(after([broken, text]).calls.length).toBeLessThanOrEqual(2);
    }
    expect(readCsta(`<a>${'x'.repeat(70_000)}</a>`)).toBeUndefined();
    expect(readCsta('<!DOCTYPE a [<!ENTITY b "c">]><DeliveredEvent>&b;</DeliveredEvent>')).toBeUndefined();
  });

  it('Q2: a flood of calls is not kept', () => {
    const many = Array.from({ length: 100 }, (_, index) => delivered('1001', '1002', '1001', String(index)));
    expect(after(many).calls).toHaveLength(20);
  });
});
