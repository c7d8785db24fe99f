import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { collectReport, type ReportMaterial } from './collect-report.ts';
import { redactLog, redactValue } from './redact-value.ts';
import { TextRedactor } from './text-redactor.ts';

const PASSWORD = 'Tr0ub4dor-and-3';
const TOKEN = 'v4JxQ9s2LmPq7RkTz81WcXy5BnDf0GhE';
const BODY = 'shall we sell the north wing';

/** Everything that must not be read in a report, however it got into a log, a trace, a setting or an error's detail. */
const corpus: readonly { readonly line: string; readonly gone: readonly string[] }[] = [
  // secrets
  { line: `Authorization: Basic YWxpY2U6${PASSWORD}`, gone: [PASSWORD] },
  { line: `{"event":"x","password":"${PASSWORD}"}`, gone: [PASSWORD] },
  { line: `{"event":"x","detail":"password=${PASSWORD}; user=ann"}`, gone: [PASSWORD] },
  {
    line: `{"event":"x","url":"https://cucm.corp.test:8443/x?access_token=${TOKEN}&y=1"}`,
    gone: [TOKEN, 'corp'],
  },
  { line: `{"event":"x","url":"https://ann:${PASSWORD}@cucm.corp.test/"}`, gone: [PASSWORD, 'corp'] },
  { line: `refresh ${TOKEN} refused`, gone: [TOKEN] },
  {
    line: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U`,
    gone: ['dozjgNry', 'eyJzdWIi'],
  },
  {
    line: 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj',
    gone: ['d0RmdmcmVCspeEc3'],
  },
  { line: 'Set-Cookie: JSESSIONIDSSO=AB12CD34EF56; Path=/', gone: ['AB12CD34EF56'] },
  {
    line: '-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBg\\n-----END PRIVATE KEY-----',
    gone: ['MIIEvQIBADANBg'],
  },
  // what people wrote
  { line: `<message to="bo@corp.test"><body>${BODY}</body></message>`, gone: [BODY, 'bo@', 'corp'] },
  { line: `{"event":"sent","body":"${BODY}"}`, gone: [BODY] },
  { line: `{"event":"x","draft":"${BODY}"}`, gone: [BODY] },
  { line: `<status>${BODY}</status><nick>Annie</nick>`, gone: [BODY, 'Annie'] },
  // people
  {
    line: `{"event":"heard","from":"ann.lee@corp.test/3f2a9c0d11aa22bb33cc44dd55ee66ff77889900"}`,
    gone: ['ann.lee', 'corp', '3f2a9c0d11aa'],
  },
  { line: `{"event":"heard","from":"…ee@corp.test"}`, gone: ['…ee@', 'corp'] },
  {
    line: `{"event":"x","detail":"no card for Ann Lee (ann.lee\\\\40corp.test)"}`,
    gone: ['Ann', 'Lee', 'ann.lee', 'corp'],
  },
  { line: '{"event":"x","detail":"ANN LEE has left; Lee was told"}', gone: ['ANN', 'LEE', 'Lee'] },
  {
    line: 'From: "Stranger Person" <sip:stranger@other.test;user=phone>;tag=1',
    gone: ['Stranger', 'stranger@', 'other.test'],
  },
  { line: '{"event":"x","displayName":"Unknown Caller"}', gone: ['Unknown Caller'] },
  {
    line: '{"event":"call","peer":{"name":"Björk Ósk","address":"+43 1 5056416-37"}}',
    gone: ['Björk', 'Ósk', '5056416'],
  },
  // numbers
  { line: '{"event":"dial","target":"tel:+43-1-505-6416"}', gone: ['505-6416', '5056416'] },
  { line: '{"event":"dial","target":"sip:2004455@corp.test"}', gone: ['2004455', 'corp'] },
  { line: '{"event":"dial","detail":"(020) 7946 0958 is busy"}', gone: ['7946', '0958'] },
  { line: '{"event":"dial","detail":"2004455 is busy"}', gone: ['2004455'] },
  { line: '{"event":"dial","detail":"…455 rang"}', gone: ['…455'] },
  // servers
  {
    line: '{"event":"srv","detail":"_cisco-uds._tcp.corp.test → cucm-a.corp.test:8443 (10.20.30.40)"}',
    gone: ['corp.test', 'cucm-a', '10.20.30.40'],
  },
  { line: '{"event":"x","host":"2001:db8:85a3::8a2e:370:7334"}', gone: ['85a3', '7334'] },
  { line: '{"event":"x","device":"CSFANNLEE"}', gone: ['CSFANNLEE'] },
];

const redactor = (keepsServers = false) =>
  new TextRedactor({ keepsServers, people: ['Ann Lee', 'Björk Ósk', 'The Team'] });

const material = (over: Partial<ReportMaterial> = {}): ReportMaterial => ({
  at: '2026-03-04T05:06:07.000Z',
  caps: {
    platform: 'linux',
    nativeNotifications: false,
    tray: false,
    badge: false,
    globalShortcuts: false,
    startAtLogin: false,
    protocolHandlers: false,
    secretStore: 'file',
    blobBase: '/blob/',
    version: '1.2.3',
    wantsPaintReports: false,
  } as ReportMaterial['caps'],
  facts: { node: '24.1.0' },
  description: '',
  session: { phase: 'starting' },
  services: [],
  settings: {},
  configuration: [],
  trace: [],
  calls: { now: [], ended: [] },
  logs: [],
  people: ['Ann Lee'],
  ...over,
});

describe('S5: what a problem report does not hold', () => {
  it.each(corpus)(
    'S5: nothing of «$line» that names a person, a number, a server or a secret',
    ({ line, gone }) => {
      const text = redactLog(line, redactor());
      for (const each of gone) expect(text).not.toContain(each);
    },
  );

  it('S5: the whole corpus as log, trace, settings, configuration, calls and words of the person', () => {
    const lines = corpus.map(({ line }) => line);
    const files = collectReport(
      material({
        logs: [{ name: 'parlance.log', text: lines.join('\n') }],
        trace: lines.map((line, id) => ({ id, name: 'step', startMs: 1, attributes: { detail: line } })),
        settings: { microphoneId: lines[0] },
        services: lines.map((line) => ({
          name: 'chat',
          state: 'offline',
          error: { code: 'net.reset', detail: line },
        })),
        configuration: lines.map((line, n) => ({
          name: `P${n}`,
          section: 'Client',
          value: line,
          source: 'group-file',
          hasEffect: true,
        })),
        calls: {
          now: lines.map((line) => ({ id: 'c', peer: { name: 'Ann Lee', address: line } })),
          ended: [],
        },
        description: lines.filter((line) => !line.startsWith('{')).join('\n'),
        people: ['Ann Lee', 'Björk Ósk'],
      }),
      false,
    );
    const whole = files.map(({ text }) => text).join('\n');
    for (const secret of [
      PASSWORD,
      TOKEN,
      BODY,
      'Ann Lee',
      'ann.lee',
      'corp.test',
      '5056416',
      '2004455',
      '10.20.30.40',
    ])
      expect(whole).not.toContain(secret);
  });

  it('S5: the same person, number and server bear the same other name in every file, and another in the next report', () => {
    const one = redactor();
    const log = redactLog(
      '{"event":"x","from":"ann.lee@corp.test","detail":"Ann Lee on cucm-a.corp.test"}',
      one,
    );
    const again = JSON.stringify(
      redactValue({ peer: 'ann.lee@corp.test', detail: 'cucm-a.corp.test and Ann Lee' }, one),
    );
    const user = /user-\d+@[\w.-]+/.exec(log)?.[0] ?? '';
    expect(user).not.toBe('');
    expect(again).toContain(user);
    for (const shape of [/host-\d+\.[\w.-]+/, /person-\d+/]) expect(again).toContain(shape.exec(log)?.[0]);
  });

  it('S5: what an engineer needs stays: events, codes, times, counts, ports, shapes of records', () => {
    const line = JSON.stringify({
      at: '2026-03-04T05:06:07.123Z',
      level: 'warn',
      category: 'app.xmpp.sm',
      event: 'stream not resumed',
      code: 'net.reset',
      port: 5222,
      elapsedMs: 48211,
      detail: '_xmpp-client._tcp.corp.test answered by chat.corp.test:5222 after 31000 ms',
    });
    const text = redactLog(line, redactor());
    const kept = JSON.parse(text) as Record<string, unknown>;
    expect(kept).toMatchObject({
      at: '2026-03-04T05:06:07.123Z',
      level: 'warn',
      category: 'app.xmpp.sm',
      event: 'stream not resumed',
      code: 'net.reset',
      port: 5222,
      elapsedMs: 48211,
    });
    expect(kept['detail']).toMatch(/^_xmpp-client\._tcp\.\S+ answered by host-\d+\.\S+:5222 after/);
  });

  it('S5: servers stay readable where the person says so; people and secrets do not', () => {
    const text = redactLog(
      `{"event":"x","detail":"ann.lee@corp.test at cucm-a.corp.test (10.20.30.40) password=${PASSWORD}"}`,
      redactor(true),
    );
    expect(text).toContain('cucm-a.corp.test');
    expect(text).toContain('10.20.30.40');
    expect(text).toMatch(/user-\d+@corp\.test/);
    expect(text).not.toContain('ann.lee');
    expect(text).not.toContain(PASSWORD);
  });

  it('S5: names of thousands of people in megabytes of log are found in passing', () => {
    const people = Array.from({ length: 5_000 }, (_, n) => `Given${n} Family${n}`);
    const busy = new TextRedactor({ keepsServers: false, people });
    const text = busy.text('said Given4999 Family4999 to family17 and Family17 '.repeat(2_000));
    expect(text).not.toContain('4999');
    expect(text).not.toContain('Family17');
    // Written otherwise than the name: an ordinary word.
    expect(text).toContain('family17');
  });

  it('S5: whatever stands around them, a known name, an address and a password are gone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (before, after) => {
        const text = redactLog(
          JSON.stringify({
            event: 'x',
            detail: `${before} Ann Lee, ann.lee@corp.test password="${PASSWORD}" ${after}`,
          }),
          redactor(),
        );
        expect(text).not.toContain('Ann Lee');
        expect(text).not.toContain('ann.lee@');
        expect(text).not.toContain(PASSWORD);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('S5: any JSON keeps its shape', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const redacted = redactValue(value, redactor());
        expect(Array.isArray(redacted)).toBe(Array.isArray(value));
        if (Array.isArray(value)) expect((redacted as unknown[]).length).toBe(value.length);
        expect(() => JSON.stringify(redacted)).not.toThrow();
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
