import { describe, expect, it } from 'vitest';
import { srv } from '../../../../test/fakes/session-harness.ts';
import { type DomainAnswer, interpretAnswers } from './interpret-answers.ts';
import type { RecordAnswer, RecordAnswers, RecordFamily } from './service-records.ts';
import { recordQuestions } from './service-records.ts';
import { parseExclusions } from './exclusions.ts';

const records = (...each: ReturnType<typeof srv>[]): RecordAnswer => ({
  kind: 'records',
  records: each,
  elapsedMs: 1,
});
const failed: RecordAnswer = { kind: 'failed', error: { code: 'net.timeout' }, elapsedMs: 5_000 };
const exists: DomainAnswer = { domain: 'example.test', exists: true, addresses: [] };
const read = (answers: RecordAnswers, domain = exists) => interpretAnswers(answers, domain, () => 0);
const server = (host: string, port = 8443) => ({ host, port });

describe('D5: inside, outside or by hand', () => {
  const uds = records(srv('ucm', 8443));
  const cup = records(srv('imp', 8443));
  const edge = records(srv('edge', 8443));
  const xmpp = records(srv('chat', 5222));

  it.each<[string, RecordAnswers, object]>([
    [
      '_cisco-uds wins over all',
      { 'cisco-uds': uds, cuplogin: cup, 'collab-edge': edge, 'xmpp-client': xmpp },
      { kind: 'cucm', uds: [server('ucm')], imp: [server('imp')] },
    ],
    [
      '_cuplogin alone: IM and Presence',
      { cuplogin: cup, 'collab-edge': edge },
      { kind: 'imp', servers: [server('imp')] },
    ],
    ['only the edge: outside', { 'collab-edge': edge }, { kind: 'edge', edges: [server('edge')] }],
    [
      'the edge wins over a standards server of the same domain',
      { 'collab-edge': edge, 'xmpp-client': xmpp },
      { kind: 'edge' },
    ],
    [
      'the internal zone counts where the plain names gave neither',
      { 'internal-cisco-uds': uds, 'collab-edge': edge },
      { kind: 'cucm', uds: [server('ucm')] },
    ],
    [
      'the internal zone does not count beside a plain name',
      { cuplogin: cup, 'internal-cisco-uds': uds },
      { kind: 'imp', servers: [server('imp')] },
    ],
    [
      'an edge that is a plain address is passed over, as its cookie is bound to a name (T3)',
      {
        'collab-edge': records(srv('192.0.2.7', 8443, 1), srv('edge', 8443, 2), srv('2001:db8::7', 8443, 3)),
      },
      { kind: 'edge', edges: [server('edge')] },
    ],
    [
      'such an edge does not hide a standards server',
      { 'collab-edge': records(srv('192.0.2.7', 8443)), 'xmpp-client': xmpp },
      { kind: 'standards' },
    ],
    [
      'a Cisco question that failed does not hide what others found',
      { 'cisco-uds': failed, 'xmpp-client': xmpp },
      { kind: 'standards' },
    ],
  ])('%s', (_title, answers, finding) => {
    expect(read(answers)).toMatchObject({ finding });
  });

  it('T3: an edge that is only a plain address is told with that address', () => {
    expect(read({ 'collab-edge': records(srv('192.0.2.7', 8443)) })).toEqual({
      error: { code: 'discovery.edge-address', params: { domain: 'example.test', host: '192.0.2.7' } },
    });
  });
});

describe('D15: standards servers', () => {
  it('XEP-0368: merges both XMPP families by priority', () => {
    const answers = {
      'xmpps-client': records(srv('direct', 5223, 5)),
      'xmpp-client': records(srv('start', 5222, 10), srv('best', 5222, 1)),
    };
    expect(read(answers)).toMatchObject({
      finding: {
        kind: 'standards',
        xmpp: [
          { host: 'best', port: 5222, tls: 'starttls' },
          { host: 'direct', port: 5223, tls: 'direct' },
          { host: 'start', port: 5222, tls: 'starttls' },
        ],
      },
    });
  });

  it('RFC 3263: prefers TLS, then TCP, then UDP', () => {
    const answers = {
      'sip-udp': records(srv('u', 5060)),
      'sips-tcp': records(srv('s', 5061)),
      'sip-tcp': records(srv('t', 5060)),
    };
    expect(read(answers)).toMatchObject({
      finding: { sip: [{ transport: 'tls' }, { transport: 'tcp' }, { transport: 'udp' }] },
    });
  });

  it('RFC 6120 3.2.2: with no record the host of the domain itself is guessed', () => {
    expect(read({}, { ...exists, addresses: ['192.0.2.1'] })).toEqual({
      finding: { kind: 'guess', xmpp: [{ host: 'example.test', port: 5222, tls: 'starttls' }] },
    });
  });

  it('RFC 6120 3.2.1: a target of "." forbids the guess', () => {
    const answers = { 'xmpp-client': records(srv('', 0)) };
    expect(read(answers, { ...exists, addresses: ['192.0.2.1'] })).toMatchObject({
      error: { code: 'discovery.no-records' },
    });
  });
});

describe('D3: when nothing is found', () => {
  it.each<[string, RecordAnswers, Partial<DomainAnswer>, string]>([
    ['a domain that does not exist', {}, { exists: false }, 'discovery.no-such-domain'],
    ['a domain without records', {}, {}, 'discovery.no-records'],
    ['a name server that does not answer', { 'cisco-uds': failed }, {}, 'discovery.dns-failed'],
  ])('%s', (_title, answers, domain, code) => {
    expect(read(answers, { ...exists, ...domain })).toMatchObject({
      error: { code, params: { domain: 'example.test' } },
    });
  });
});

describe('D7, D4: what is asked', () => {
  const families = (excluded: string, usesInternalZone = true): RecordFamily[] =>
    recordQuestions({
      domain: 'example.test',
      excluded: parseExclusions(excluded).excluded,
      usesInternalZone,
    }).map(({ family }) => family);

  it.each([
    ['WEBEX', [], ['cisco-uds', 'cuplogin', 'collab-edge']],
    ['CUCM', ['cisco-uds', 'internal-cisco-uds'], ['cuplogin', 'collab-edge']],
    ['CUP', ['cuplogin', 'internal-cuplogin'], ['cisco-uds', 'collab-edge']],
    ['cucm, cup', ['cisco-uds', 'cuplogin'], ['collab-edge']],
  ])('T2: %s excluded removes exactly its own look-up', (excluded, gone, left) => {
    expect(families(excluded)).toEqual(expect.arrayContaining(left));
    for (const family of gone) expect(families(excluded)).not.toContain(family);
  });

  it('the internal zone can be switched off', () => {
    expect(families('', false)).not.toContain('internal-cisco-uds');
  });

  it('D4: Cisco records are asked in the voice services domain, the others in the services domain', () => {
    const questions = recordQuestions({
      domain: 'example.test',
      voiceDomain: 'voice.example.test',
      excluded: new Set(),
      usesInternalZone: true,
    });
    const names = Object.fromEntries(questions.map(({ family, name }) => [family, name]));
    expect(names).toMatchObject({
      'cisco-uds': '_cisco-uds._tcp.voice.example.test',
      cuplogin: '_cuplogin._tcp.voice.example.test',
      'collab-edge': '_collab-edge._tls.voice.example.test',
      'internal-cisco-uds': '_cisco-uds._tcp.cisco-internal.voice.example.test',
      'xmpp-client': '_xmpp-client._tcp.example.test',
      'sip-udp': '_sip._udp.example.test',
    });
  });

  it('tells unknown words apart', () => {
    expect(parseExclusions('WEBEX, FOO,')).toEqual({ excluded: new Set(['WEBEX']), unknown: ['FOO'] });
  });
});
