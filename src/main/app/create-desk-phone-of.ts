import { createPhoneControl } from '../engines/csta/create-phone-control.ts';
import { createDeskPhone, type DeskPhoneService } from '../services/desk-phone/create-desk-phone.service.ts';
import { announceCall, announcementRules } from './call-announcement.ts';
import { createLeads } from './go-to.ts';
import type { Policies } from '../ports/policies.port.ts';
import type { createFinding } from './create-finding.ts';
import type { Foundation } from './create-foundation.ts';
import type { createPeopleServices } from './create-people-services.ts';
import { followCalls } from './follow-calls.ts';
import { createWords } from './words.ts';

/** What a notice asks for is asked by nobody who could cancel it. */
const NO_CALLER = { signal: new AbortController().signal };

/** The other phones of the person: the one on the desk by WebDialer or uaCSTA, and any other by a transfer. */
export function createDeskPhoneOf(
  { host, engines, common, publication }: Foundation,
  finding: ReturnType<typeof createFinding>,
  { calls, contacts, presence, settings, noticeCall }: ReturnType<typeof createPeopleServices>,
  policies: Policies,
): DeskPhoneService {
  const { sip } = engines;
  const log = host.log.child('desk-phone');
  const lead = createLeads(common.publisher, host.clock);
  const deskPhone: DeskPhoneService = createDeskPhone({
    ...{ ...common, sip, log },
    phones: finding.deskPhones,
    control: createPhoneControl({ sip, clock: host.clock, log }),
    calls: calls.handlers,
    startsAt: () => (policies.current().text('InitialPhoneSelection') === 'deskphone' ? 'desk' : 'computer'),
    givenAddress: () => policies.current().text('DeskPhoneAddress'),
    resolveParty: contacts.resolveParty,
    onStandIn: calls.standsFor,
    onOnCall: (isOnCall) => noticeCall('desk', isOnCall),
    onSilence: (isSilent) => presence.notice('isPhoneSilent', isSilent),
    onRinging: (call) => {
      calls.giveWay(call.peer.address);
      if (presence.isSilenced(call.peer.address)) return;
      announceCall(
        host,
        createWords(settings),
        call,
        (act, callId) => {
          if (act !== 'open') void deskPhone.calls[`calls/${act}`]({ callId }, NO_CALLER);
          if (act !== 'decline') lead({ kind: 'call', callId });
          if (act === 'answer') host.showWindow(true);
        },
        announcementRules(policies.current(), 'desk'),
      );
    },
  });
  followCalls(publication, (id, call) => {
    const isHere = call?.state === 'ringing-in' && call.phone === undefined;
    // One call, two phones with the same number: it is shown as the desk phone's, which is to take it.
    if (isHere && deskPhone.isRingingAt(call.peer.address)) calls.giveWay(call.peer.address);
    deskPhone.callChanged(id, call);
  });
  return deskPhone;
}
