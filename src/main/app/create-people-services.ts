import { messageIdSchema } from '../../shared/domain/ids.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { IdleReport } from '../ports/idle.port.ts';
import type { Policies } from '../ports/policies.port.ts';
import type { Random } from '../ports/random.port.ts';
import { createBroadcast } from '../services/broadcast/create-broadcast.ts';
import { createChatService } from '../services/chat/create-chat.service.ts';
import { encryptionPolicy } from '../services/chat/encryption-policy.ts';
import { createContactsService } from '../services/contacts/create-contacts.service.ts';
import { createHistoryService } from '../services/history/create-history.service.ts';
import { retention } from '../services/history/retention.ts';
import { createPeopleWatch } from '../services/people-watch/create-people-watch.service.ts';
import { createPresenceService } from '../services/presence/create-presence.service.ts';
import { createRoomsService } from '../services/rooms/create-rooms.service.ts';
import { createSettingsService } from '../services/settings/create-settings.service.ts';
import { createTasks } from '../services/tasks/create-tasks.ts';
import { announceAvailable } from './announce-available.ts';
import { announceCall, announcementRules } from './call-announcement.ts';
import { createCallsOfSession } from './calls-of-session.ts';
import { createCalendar } from './create-calendar.ts';
import type { createFinding } from './create-finding.ts';
import type { Foundation } from './create-foundation.ts';
import { createMessageNotices } from './message-notices.ts';
import { createLeads, type Leads } from './go-to.ts';
import { onCallNotice } from './on-call-notice.ts';
import { createWords } from './words.ts';

/** What a notice asks for is asked by nobody who could cancel it. */
const NO_CALLER = { signal: new AbortController().signal };

/** What the services of people are made from, beside the foundation. */
type Given = {
  readonly finding: ReturnType<typeof createFinding>;
  readonly policies: Policies;
  readonly ownName: () => string | undefined;
  /** How long nobody has used the computer. */
  readonly onIdle: (report: IdleReport) => void;
};

/** What a notice leads to comes forward in the window. */
const leadsOf = ({ common, host }: Foundation): Leads => createLeads(common.publisher, host.clock);

/** The people one speaks with, and how: contacts, chat, calls, the own presence and the person's choices. */
export function createPeopleServices(base: Foundation, given: Given) {
  const self = createSelf(base, given);
  const known = createKnownPeople(base, given, self);
  const talk = createTalk(base, given, { ...self, ...known });
  const calls = createCalls(base, given, { ...self, ...known });
  return { ...self, ...known, ...talk, calls };
}

/** The person at this computer: their choices, their presence, their calendars. */
function createSelf(base: Foundation, { policies, onIdle }: Given) {
  const { host, storage, engines, common } = base;
  const settings = createSettingsService({
    ...common,
    store: storage.profile,
    log: host.log.child('settings'),
    policies,
  });
  const presence = createPresenceService({
    ...common,
    ...{ xmpp: engines.xmpp, policies, settings, idle: host.idle, onIdle },
  });
  const calendar = createCalendar(base, {
    ...{ settings, policies },
    onMeeting: (isInMeeting) => presence.notice('isInMeeting', isInMeeting),
  });
  settings.onChange(({ startAtLogin, showDocked, dockedPosition }) => {
    host.setStartAtLogin(startAtLogin);
    host.setDocked?.(showDocked ? dockedPosition : undefined);
  });
  const noticeCall = onCallNotice((isOnCall) => presence.notice('isOnCall', isOnCall));
  return { settings, presence, calendar, noticeCall };
}

type Self = ReturnType<typeof createSelf>;

/** Everybody else: the contact list, who is watched or blocked, and the long jobs with them. */
function createKnownPeople(base: Foundation, { finding, policies }: Given, { settings, presence }: Self) {
  const { host, engines, common } = base;
  const { xmpp } = engines;
  const tasks = createTasks({ ...common, random: host.random });
  const contacts = createContactsService({
    ...common,
    ...{ random: host.random, tasks, xmpp, policies, settings },
    directory: finding.directory,
    pictures: finding.pictures,
    log: host.log.child('contacts'),
    onOwnCard: (person) => presence.setPerson(person),
  });
  const peopleWatch = createPeopleWatch({
    ...common,
    ...{ xmpp, blocking: xmpp.blocking, policies },
    onAvailable: announceAvailable(base, createWords(settings), {
      isSilenced: (from) => presence.isSilenced(from),
      nameOf: (address) => contacts.nameOf(address) ?? address,
      open: (address) => leadsOf(base)({ kind: 'person', address }),
    }),
  });
  return { tasks, contacts, peopleWatch };
}

type People = Self & ReturnType<typeof createKnownPeople>;

/** What is written: chats, rooms, messages to many, and what is kept of them. */
function createTalk(base: Foundation, { policies, ownName }: Given, people: People) {
  const { host, engines, common } = base;
  const { xmpp } = engines;
  const { settings, presence, contacts, tasks } = people;
  const log = (part: string) => host.log.child(part);
  const words = createWords(settings);
  const chat = createChatService({
    ...common,
    ...{ xmpp, settings, people: contacts, log: log('chat') },
    history: () => retention(settings.current(), policies.current()),
    encryption: () => encryptionPolicy(policies.current()),
    encryptedLine: (scheme) =>
      scheme === '' ? words('chat.encrypted-somehow') : words('chat.encrypted', { scheme }),
    notifier: createMessageNotices({
      ...{ host, settings, clock: host.clock, situation: (from) => presence.situation(from) },
      staysUp: () => policies.current().isOn('PersistIMNotifications'),
      roomOf: (id) => rooms.entity(id),
      open: (id) =>
        leadsOf(base)(id === undefined ? { kind: 'chats' } : { kind: 'chat', conversationId: id }),
      reply: (conversationId, body) => {
        const id = messageIdSchema.parse(host.random.uuid());
        void chat.handlers['chat/send']({ conversationId, body, id }, NO_CALLER);
      },
    }),
  });
  const rooms = createRoomsService({
    ...common,
    ...{ traffic: xmpp.rooms, xmpp, chats: chat.rooms, people: contacts, log: log('rooms'), ownName },
    keepsHistory: () => !policies.current().isOn('Disable_IM_History'),
  });
  const broadcast = createBroadcast({ tasks, people: contacts, send: sendTo(chat, host.random) });
  const history = createHistoryService({
    ...common,
    ...{ people: contacts, settings, policies, log: log('history') },
    showConversations: chat.show,
    followArchive: chat.followArchive,
  });
  return { chat, rooms, broadcast, history };
}

function createCalls(
  base: Foundation,
  { policies }: Given,
  { settings, presence, contacts, noticeCall }: People,
) {
  const { host, engines, common, observer } = base;
  const calls = createCallsOfSession({
    ...common,
    ...{ policies, settings, sip: engines.sip, gateway: engines.gateway, log: host.log.child('calls') },
    resolveParty: contacts.resolveParty,
    isDoNotDisturb: (from) => presence.isSilenced(from),
    onOnCall: (isOnCall) => noticeCall('here', isOnCall),
    onPresenting: (isPresenting) => presence.notice('isPresenting', isPresenting),
    onRinging: (call) =>
      announceCall(
        host,
        createWords(settings),
        call,
        (act, callId) => {
          if (act !== 'open') void calls.handlers[`calls/${act}`]({ callId }, NO_CALLER);
          if (act !== 'decline') leadsOf(base)({ kind: 'call', callId });
          if (act === 'answer') host.showWindow(true);
        },
        announcementRules(policies.current(), 'computer'),
      ),
    onRtpSent: (callId) => observer?.rtpSent(callId),
  });
  return calls;
}

/** One message into the chat with this person, as if it had been typed there. */
function sendTo(chat: ReturnType<typeof createChatService>, random: Random) {
  const context = { signal: new AbortController().signal };
  return async (address: string, body: string): Promise<Result<unknown>> => {
    const opened = await chat.handlers['chat/open']({ address }, context);
    if (!opened.ok) return opened;
    const id = messageIdSchema.parse(random.uuid());
    return chat.handlers['chat/send']({ ...opened.value, body, id }, context);
  };
}
