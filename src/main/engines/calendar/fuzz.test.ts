import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { fuzzedXml } from '../../../../test/fakes/fuzzed-xml.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { CalendarAccount } from '../../ports/calendar.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { createCalendars } from './create-calendars.ts';

const DAY = { from: Date.UTC(2026, 2, 30), to: Date.UTC(2026, 2, 31) };
const AUTODISCOVER =
  '<Autodiscover><Response><Account><Action>settings</Action><Protocol><Type>EXCH</Type><EwsUrl>https://mail.example.test/EWS/Exchange.asmx</EwsUrl></Protocol></Account></Response></Autodiscover>';
const FIND =
  '<s:Envelope><s:Body><m:FindItemResponse><m:ResponseMessages><m:FindItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:RootFolder><t:Items><t:CalendarItem><t:ItemId Id="AAMk" ChangeKey="DwAAAA"/><t:Subject>Plan</t:Subject><t:Start>2026-03-30T09:00:00Z</t:Start><t:End>2026-03-30T10:00:00Z</t:End><t:IsAllDayEvent>false</t:IsAllDayEvent><t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Location>Room 1</t:Location><t:Organizer><t:Mailbox><t:Name>Bob</t:Name></t:Mailbox></t:Organizer><t:Body>Join https://acme.webex.com/meet/bob</t:Body></t:CalendarItem></t:Items></m:RootFolder></m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse></s:Body></s:Envelope>';
const MULTISTATUS =
  '<d:multistatus><d:response><d:href>/alice/work/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:current-user-principal><d:href>/alice/</d:href></d:current-user-principal><c:calendar-home-set><d:href>/alice/</d:href></c:calendar-home-set><c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set><c:calendar-data>BEGIN:VCALENDAR</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>';

/** Each question gets the next of these answers, over and over. */
function answering(bodies: readonly Uint8Array[], status: number): HttpClient & { asked: number } {
  const http = {
    asked: 0,
    async request() {
      const body = bodies[http.asked % bodies.length] ?? new Uint8Array();
      http.asked += 1;
      return ok({ status, headers: {}, body });
    },
    close: async () => undefined,
  };
  return http;
}

describe('whatever calendar servers answer', () => {
  it.each([
    ['exchange', 'alice@example.test'],
    ['caldav', 'https://calendar.example.test/'],
    ['ics', 'https://calendar.example.test/a.ics'],
  ] as const)('Q2: %s is read or refused with a reason, in few questions', async (kind, address) => {
    const account: CalendarAccount = { kind, address, username: 'alice', password: 'secret' };
    const body = fuzzedXml([AUTODISCOVER, FIND, MULTISTATUS]);
    const statuses = fc.constantFrom(200, 200, 200, 207, 207, 500, 302, 401, 404);
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 3 }), statuses, async (bodies, status) => {
        const http = answering(bodies, status);
        const calendars = createCalendars({
          now: Date.now,
          http,
          dns: memoryDns(),
          zone: () => 'Europe/Berlin',
          readFile: async () => fail('calendar.not-found'),
        });
        const read = await calendars.read(account, DAY, {
          span: memoryTrace().start('calendar', {}),
          signal: new AbortController().signal,
        });
        if (!read.ok) expect(read.error.code).toMatch(/^(auth|calendar|http|tls)\./);
        else for (const each of read.value) expect(each.endsAt).toBeGreaterThanOrEqual(each.startsAt);
        expect(http.asked).toBeLessThan(30);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
