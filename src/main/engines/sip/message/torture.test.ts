import { describe, expect, it } from 'vitest';
import { headerOf, SDP, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { tortureMessages } from '../../../../../test/sip/torture-messages.ts';
import { StreamFramer } from '../transport/stream-framer.ts';

/** What each must get: a status, `rings`, or `nothing` (a response to no request of ours). */
type Answer = number | 'rings' | 'nothing';

const RFC_4475: Readonly<Record<string, Answer>> = {
  // 3.1.1: right, however odd. It has a To tag of no dialog of ours; other users than ours aren't found; we are no registrar.
  ...{ wsinv: 481, intmeth: 405, esc01: 404, escnull: 405, esc02: 405, lwsdisp: 200, longreq: 'rings' },
  ...{ dblreq: 405, semiuri: 404, transports: 200, mpart01: 404, unreason: 'nothing', noreason: 'nothing' },
  // 3.1.2: wrong. The names of baddn can be read all the same, the Date of baddate isn't.
  ...{ badinv01: 400, clerr: 400, ncl: 400, scalar02: 400, scalarlg: 'nothing', quotbal: 400, ltgtruri: 400 },
  ...{ lwsruri: 400, lwsstart: 400, trws: 400, escruri: 400, baddate: 'rings', regbadct: 400, badaspec: 200 },
  ...{ baddn: 200, badvers: 505, mismatch01: 400, mismatch02: 400, bigcode: 'nothing' },
  // 3.2 and 3.3: for transactions and for what is above them.
  ...{ badbranch: 200, insuf: 400, unkscm: 416, novelsc: 416, unksm2: 405, bext01: 420, invut: 415 },
  ...{ regaut01: 405, multi01: 400, mcl01: 400, bcast: 'nothing', zeromf: 200, cparam01: 405, cparam02: 405 },
  ...{ regescrt: 405, sdp01: 406 },
  // 3.4: of before RFC 3261, without a From tag.
  inv2543: 400,
};

const RFC_5118: Readonly<Record<string, Answer>> = {
  ...{ 'ipv6-good': 200, 'ipv6-bad': 400, 'port-ambiguous': 200, 'port-unambiguous': 200 },
  ...{ 'via-received-with-delim': 200, 'via-received-no-delim': 200, 'ipv6-in-sdp': 'rings' },
  ...{ 'mult-ip-in-header': 200, 'mult-ip-in-sdp': 'rings', 'ipv4-mapped-ipv6': 'rings' },
  'ipv6-bug-abnf-3-colons': 400,
};

async function receive(file: 'rfc4475.txt' | 'rfc5118.txt', name: string) {
  const peer = sipPeer();
  const user = peer.userAgent.contactUri().user ?? '';
  const message = tortureMessages(file, user).find((each) => each.name === name);
  if (!message) throw new Error(`no ${name} in ${file}`);
  await peer.receive(message.bytes.toString('utf8'));
  return { peer, bytes: message.bytes };
}

describe.each([
  ['RFC 4475', 'rfc4475.txt', RFC_4475],
  ['RFC 5118', 'rfc5118.txt', RFC_5118],
] as const)('Q2: the test messages of %s', (_document, file, expected) => {
  it('Q2: every one of them is here', () => {
    const names = tortureMessages(file, 'x').map(({ name }) => name);
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(Object.entries(expected))('Q2: %s gets %s', async (name, answer) => {
    const { peer, bytes } = await receive(file, name);
    const statuses = peer.sent.map((text) => Number(/^SIP\/2\.0 (\d{3}) /.exec(text)?.[1]));
    expect(peer.events.map(({ kind }) => kind)).toEqual(answer === 'rings' ? ['incoming'] : []);
    if (answer === 'nothing') return expect(statuses).toEqual([]);
    expect(statuses.at(-1)).toBe(answer === 'rings' ? 180 : answer);
    const [sent = ''] = peer.sent.slice(-1);
    // Whoever asked finds the answer by these.
    const asked = bytes.toString('utf8');
    if (name !== 'insuf') expect(asked).toContain(headerOf(sent, 'Call-ID'));
    expect(headerOf(sent, 'Via')).not.toBe('');
    if (name !== 'insuf') expect(headerOf(sent, 'To')).toMatch(/;\s*tag\s*=/);
    if (name === 'bext01')
      expect(headerOf(sent, 'Unsupported').toLowerCase()).toBe(
        'nothingsupportsthis, nothingsupportsthiseither',
      );
  });

  it('Q2: a stream of them is cut into messages, or is given up; none is waited for with a body that is there', () => {
    for (const { name, bytes } of tortureMessages(file, 'x')) {
      const frames = new StreamFramer().push(bytes);
      const kinds = new Set(frames.map(({ kind }) => kind));
      const isWrong = ['ncl', 'mcl01'].includes(name);
      const isShort = name === 'clerr';
      expect([name, [...kinds].includes('broken')]).toEqual([name, isWrong]);
      expect([name, [...kinds].includes('message')]).toEqual([name, !isWrong && !isShort]);
    }
  });
});

describe('senders of before RFC 3261', () => {
  const request = (method: string, sequence: number, branch: string): string =>
    [
      `${method} sip:USER@192.0.2.10 SIP/2.0`,
      `Via: SIP/2.0/TCP 192.0.2.9${branch}`,
      'From: <sip:bob@example.test>;tag=b1',
      'To: <sip:alice@example.test>',
      'Call-ID: old',
      `CSeq: ${sequence} ${method}`,
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');

  it.each([';branch=z9hG4bK', ';branch=1', ''])(
    'Q2: requests that share the branch “%s” are requests of their own; a CANCEL finds its INVITE, a repetition its answer',
    async (branch) => {
      const peer = sipPeer();
      const user = peer.userAgent.contactUri().user ?? '';
      const say = (method: string, sequence: number) =>
        peer.receive(request(method, sequence, branch).replace('USER', user));
      await say('OPTIONS', 1);
      await say('OPTIONS', 2);
      expect(peer.count('SIP/2.0 200')).toBe(2);
      await say('INVITE', 3);
      await say('INVITE', 3);
      expect(peer.events.map(({ kind }) => kind)).toEqual(['incoming']);
      await say('CANCEL', 3);
      expect(peer.count('SIP/2.0 487')).toBe(1);
    },
  );
});

describe('where a dialog goes', () => {
  it.each([
    ['Contact: Jürgen Müller <sip:j@192.0.2.20>', 'sip:j@192.0.2.20'],
    ['Contact: 王伟 <sip:w@192.0.2.20;transport=tcp>', 'sip:w@192.0.2.20;transport=tcp'],
    ['Contact: <tel:+49301234>', 'sip:1002@example.test'],
    ['X-No-Contact: here', 'sip:1002@example.test'],
  ])('V2: %s', async (contact, target) => {
    const peer = sipPeer();
    const user = peer.userAgent.contactUri().user ?? '';
    await peer.receive(
      [
        `INVITE sip:${user}@192.0.2.10 SIP/2.0`,
        'Via: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKtarget',
        'From: <sip:1002@example.test>;tag=b1',
        'To: <sip:alice@example.test>',
        'Call-ID: target',
        'CSeq: 1 INVITE',
        contact,
        'Content-Type: application/sdp',
        `Content-Length: ${SDP.length}`,
        '',
        SDP,
      ].join('\r\n'),
    );
    const [incoming] = peer.events;
    if (incoming?.kind !== 'incoming') throw new Error('nothing rang');
    await incoming.call.answer();
    await peer.inDialog(peer.last('SIP/2.0 200'), 'ACK', { sequence: 1 });
    await incoming.call.hangUp();
    expect(peer.last('BYE ')).toMatch(new RegExp(`^BYE ${target.replaceAll('.', '\\.')} `));
  });
});
