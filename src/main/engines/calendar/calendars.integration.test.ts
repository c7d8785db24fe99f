import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ExchangeLab, startExchangeLab } from '../../../../lab/exchange/exchange-lab.ts';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { freeAddress } from '../../../../lab/real/free-address.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Radicale, startRadicale } from '../../../../lab/real/radicale.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { fail, ok, type Result, unwrap } from '../../../shared/errors/result.ts';
import type { CalendarAccount, CalendarEntry, Calendars } from '../../ports/calendar.port.ts';
import type { SrvRecord } from '../../ports/dns.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createHttpClient } from '../link/http-client.ts';
import { createCalendars } from './create-calendars.ts';

const HOST = 'calendar.example.test';
const DAY = { from: Date.UTC(2026, 2, 30), to: Date.UTC(2026, 2, 31) };
const hour = (at: number) => DAY.from + at * 3_600_000;

const document = (...lines: readonly string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Lab//EN',
    'BEGIN:VEVENT',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const STANDUP = document(
  'UID:standup',
  'DTSTAMP:20260101T000000Z',
  'SUMMARY:Standup',
  'DTSTART:20260105T090000Z',
  'DTEND:20260105T091500Z',
  'RRULE:FREQ=WEEKLY;BYDAY=MO',
);
const LUNCH = document(
  'UID:lunch',
  'DTSTAMP:20260101T000000Z',
  'SUMMARY:Lunch',
  'DTSTART:20260330T110000Z',
  'DTEND:20260330T120000Z',
  'TRANSP:TRANSPARENT',
);

let ca: LabCa;
let calendars: Calendars;
let close: () => Promise<void>;

function setUp(address: string, srv: Readonly<Record<string, readonly SrvRecord[]>> = {}): void {
  const dns = memoryDns({ srv, addresses: { [HOST]: [address], 'autodiscover.example.test': [address] } });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const http = createHttpClient({ dialer, clock: realClock, service: 'calendar' });
  const files: Readonly<Record<string, string>> = { '/home/alice/work.ics': STANDUP };
  calendars = createCalendars({
    now: Date.now,
    http,
    dns,
    zone: () => 'Etc/UTC',
    readFile: async (path) => {
      const text = files[path];
      return text === undefined ? fail('calendar.not-found', { host: '' }) : ok(text);
    },
  });
  close = () => http.close();
}

const read = (account: Partial<CalendarAccount>): Promise<Result<readonly CalendarEntry[]>> =>
  calendars.read({ kind: 'ics', address: '', username: '', password: '', ...account }, DAY, {
    span: memoryTrace().start('calendar', {}),
    signal: new AbortController().signal,
  });
const titles = (result: Result<readonly CalendarEntry[]>) =>
  unwrap(result).map(
    ({ title, startsAt, shows }) => `${title} ${(startsAt - DAY.from) / 3_600_000} ${shows}`,
  );
const code = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);

const missing = missingPrograms(['radicale']);

describe.skipIf(missing.length > 0)('CalDAV at radicale', () => {
  let radicale: Radicale;
  const alice = { kind: 'caldav', username: 'alice', password: 'open sesame' } as const;
  const at = (path: string) => `https://${HOST}:${radicale.port}${path}`;

  beforeAll(async () => {
    ca = await createLabCa();
    const address = await freeAddress([], 70);
    radicale = await startRadicale({
      ...{ ca, names: [HOST], address },
      users: { alice: 'open sesame' },
      events: { 'alice/work/standup': STANDUP, 'alice/home/lunch': LUNCH },
    });
    const { port } = radicale;
    const record = { target: HOST, port, priority: 0, weight: 0 };
    setUp(address, {
      '_caldavs._tcp.example.test': [{ ...record, priority: 9, port: 1 }, record],
      '_caldavs._tcp.elsewhere.test': [record],
    });
  }, 60_000);
  afterAll(async () => {
    await close();
    await radicale.stop();
  });

  it('M5: finds the person’s calendars from the server’s name alone, and what is in them today', async () => {
    const found = await read({ ...alice, address: at('/') });
    expect(titles(found).sort()).toEqual(['Lunch 11 free', 'Standup 9 busy']);
  });

  it('M5: finds them from a mail address by the records of its domain, which name no other domain’s server (RFC 6764)', async () => {
    const found = await read({ ...alice, address: 'Alice@Example.test' });
    expect(titles(found).sort()).toEqual(['Lunch 11 free', 'Standup 9 busy']);
    // The server is the same; but a record that leads out of the domain gets no password.
    expect((await read({ ...alice, address: 'alice@elsewhere.test' })).ok).toBe(false);
  });

  it('M5: reads one calendar by its own address, and what was added since', async () => {
    expect(titles(await read({ ...alice, address: at('/alice/work/') }))).toEqual(['Standup 9 busy']);
    await radicale.put(
      'alice/work/review',
      document(
        'UID:review',
        'DTSTAMP:20260101T000000Z',
        'SUMMARY:Review',
        'DTSTART:20260330T140000Z',
        'DURATION:PT1H',
      ),
    );
    expect(titles(await read({ ...alice, address: at('/alice/work/') }))).toEqual([
      'Standup 9 busy',
      'Review 14 busy',
    ]);
  });

  it('M5: a wrong password, an address without a calendar, no encryption', async () => {
    expect(code(await read({ ...alice, password: 'wrong', address: at('/') }))).toBe('auth.wrong-password');
    expect(code(await read({ ...alice, address: at('/alice/nothing/') }))).toBe('calendar.not-found');
    expect(code(await read({ ...alice, address: `http://${HOST}:${radicale.port}/` }))).toBe('tls.required');
  });

  it('M5: the same calendar as a download', async () => {
    const address = at('/alice/home/').replace('https:', 'webcal:');
    expect(titles(await read({ ...alice, kind: 'ics', address }))).toEqual(['Lunch 11 free']);
  });
});

describe('Exchange, emulated', () => {
  let exchange: ExchangeLab;
  const alice = { kind: 'exchange', username: 'corp\\alice', password: 'secret' } as const;
  const direct = () => `https://${HOST}:${exchange.port}/EWS/Exchange.asmx`;

  beforeAll(async () => {
    ca = await createLabCa();
    // Autodiscover has its port: 443.
    const address = await freeAddress([443], 90);
    exchange = await startExchangeLab({
      ...{ host: address, port: 443 },
      certificate: await ca.issue({ names: [HOST, 'autodiscover.example.test'] }),
      users: { 'corp\\alice': 'secret' },
      ewsUrl: () => `https://${HOST}/EWS/Exchange.asmx`,
    });
    setUp(address);
  });
  beforeEach(() => {
    exchange.fault = undefined;
    exchange.asked.length = 0;
    exchange.items = [
      {
        id: 'a',
        subject: 'Plan <Q3>',
        start: hour(9),
        end: hour(10),
        body: 'Join https://acme.webex.com/meet/bob',
        organizer: 'Bob Burton',
      },
      { id: 'b', subject: 'Maybe', start: hour(11), end: hour(12), status: 'Tentative' },
      { id: 'c', subject: 'No thanks', start: hour(11), end: hour(12), response: 'Decline' },
      { id: 'd', subject: 'Gone', start: hour(13), end: hour(14), isCancelled: true },
      { id: 'e', subject: 'Unanswered', start: hour(15), end: hour(16), response: 'NoResponseReceived' },
      { id: 'f', subject: 'Away', start: hour(17), end: hour(18), status: 'OOF' },
      { id: 'g', subject: 'Tomorrow', start: hour(33), end: hour(34) },
    ];
  });
  afterAll(async () => {
    await close();
    await exchange.stop();
  });

  it('M5: finds the mailbox by the mail address, reads the day, and the links of its meetings', async () => {
    const found = await read({ ...alice, address: 'alice@example.test' });
    expect(titles(found)).toEqual([
      'Plan <Q3> 9 busy',
      'Maybe 11 tentative',
      'Unanswered 15 tentative',
      'Away 17 out-of-office',
    ]);
    expect(unwrap(found)[0]).toMatchObject({
      organizer: 'Bob Burton',
      links: ['https://acme.webex.com/meet/bob'],
    });
    expect(exchange.asked).toEqual(['Autodiscover', 'FindItem', 'GetItem']);
    await read({ ...alice, address: 'alice@example.test' });
    expect(exchange.asked.slice(3)).toEqual(['FindItem', 'GetItem']);
  });

  it.each([
    ['busy', 'http.status'],
    ['unavailable', 'http.status'],
    ['access-denied', 'calendar.not-found'],
    ['odd-error', 'calendar.unreadable'],
    ['not-soap', 'http.bad-content'],
  ] as const)('M5: %s is %s', async (fault, expected) => {
    exchange.fault = fault;
    expect(code(await read({ ...alice, address: direct() }))).toBe(expected);
  });

  it('M5: a wrong password ends the search; without encryption none is sent', async () => {
    expect(code(await read({ ...alice, password: 'no', address: 'alice@example.test' }))).toBe(
      'auth.wrong-password',
    );
    expect(exchange.asked).toEqual([]);
    expect(code(await read({ ...alice, address: `http://${HOST}/EWS/Exchange.asmx` }))).toBe('tls.required');
  });
});

describe('calendars behind a link', () => {
  let server: Server;
  let asked: (string | undefined)[] = [];
  let base: string;

  beforeAll(async () => {
    ca = await createLabCa();
    const address = await freeAddress([], 110);
    server = createServer(await ca.issue({ names: [HOST] }), (request, response) => {
      asked.push(request.headers.authorization ?? request.headers['if-none-match']);
      if (request.url === '/private.ics') {
        if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end();
        return response.writeHead(200, { etag: '"1"' }).end(STANDUP);
      }
      if (request.url === '/elsewhere')
        return response.writeHead(302, { location: 'https://evil.example.test/' }).end();
      if (request.url === '/round') return response.writeHead(302, { location: '/round' }).end();
      return response.writeHead(request.url === '/page' ? 200 : 404).end('<html></html>');
    });
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    base = `https://${HOST}:${(server.address() as AddressInfo).port}`;
    setUp(address);
  });
  afterAll(async () => {
    await close();
    server.close();
  });

  it('M5: is asked again only for what changed', async () => {
    asked = [];
    for (const _ of [1, 2])
      expect(titles(await read({ address: `${base}/private.ics` }))).toEqual(['Standup 9 busy']);
    expect(asked).toEqual([undefined, '"1"']);
  });

  it('M5: what is no calendar, and redirections that lead nowhere', async () => {
    expect(code(await read({ address: `${base}/page` }))).toBe('calendar.not-found');
    expect(code(await read({ address: `${base}/gone` }))).toBe('calendar.not-found');
    expect(code(await read({ address: `${base}/round` }))).toBe('http.bad-content');
  });

  it('Q2: a password never follows a redirection to another host', async () => {
    const away = await read({ address: `${base}/elsewhere`, username: 'alice', password: 'secret' });
    expect(code(away)).toBe('http.bad-content');
  });

  it('M5: a file of this computer’s', async () => {
    expect(titles(await read({ address: 'file:///home/alice/work.ics' }))).toEqual(['Standup 9 busy']);
    expect(code(await read({ address: '/home/alice/none.ics' }))).toBe('calendar.not-found');
  });
});
