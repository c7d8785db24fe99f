import type { MediaStats } from '../../../shared/domain/call.ts';
import type { DialRule } from '../../../shared/domain/dial-rule.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { CallMedia } from './call-media.ts';
import type { CallPicture } from './call-picture.ts';
import { CallSession } from './call-session.ts';
import type { CallsPorts } from './calls-ports.ts';
import type { Conferences } from './conferences.ts';
import { parseDialTarget, signallingTarget } from './dial-target.ts';

export type CallsHandlers = Pick<
  Handlers,
  keyof (VerbHandlers & TransferHandlers & HistoryHandlers & MediaHandlers)
>;

type VerbHandlers = Pick<
  Handlers,
  | 'calls/dial'
  | 'calls/preview'
  | 'calls/answer'
  | 'calls/decline'
  | 'calls/hang-up'
  | 'calls/hold'
  | 'calls/resume'
  | 'calls/set-mute'
  | 'calls/set-video'
  | 'calls/share'
  | 'calls/send-dtmf'
  | 'calls/press'
>;
type TransferHandlers = Pick<
  Handlers,
  'calls/transfer' | 'calls/consult' | 'calls/answer-transfer' | 'calls/merge' | 'calls/split'
>;
type HistoryHandlers = Pick<Handlers, 'calls/history' | 'calls/mark-history-seen'>;
type MediaHandlers = Pick<Handlers, 'media/answered' | 'media/failed' | 'media/stats'>;

/** What the commands ask of all calls together; what they ask of one is its session's. */
export interface CallsDesk {
  readonly sessions: ReadonlyMap<CallId, CallSession>;
  readonly conferences: Conferences;
  dial(
    text: string,
    how: { readonly consultsFor?: CallId; readonly line?: string | undefined },
  ): Result<{ callId: CallId }>;
  /** Only one call is spoken in: the others are put on hold before `act`. */
  takeOver(session: CallSession, act: () => Promise<Result<void>>): Promise<Result<void>>;
  answerTransfer(session: CallSession, isAccepted: boolean): Result<void>;
  /** The window has counted a second of this call. */
  noteStats(session: CallSession, stats: MediaStats): void;
}

/** The `calls/*` and `media/*` commands, each to the call that it names; an unknown one gives call.not-found. */
export function createCallsHandlers(ports: CallsPorts, desk: CallsDesk): CallsHandlers {
  const on: OnCall = (callId, act) => {
    const session = desk.sessions.get(callId);
    return session ? act(session) : Promise.resolve(fail('call.not-found'));
  };
  return {
    ...verbHandlers(ports, desk, on),
    ...transferHandlers(ports, desk, on),
    ...historyHandlers(ports),
    ...mediaHandlers(desk, on),
  };
}

type OnCall = (callId: CallId, act: (session: CallSession) => Promise<Result<void>>) => Promise<Result<void>>;

function verbHandlers(ports: CallsPorts, desk: CallsDesk, on: OnCall): VerbHandlers {
  const { conferences } = desk;
  return {
    'calls/dial': ({ target, line }) => Promise.resolve(desk.dial(target, { line })),
    'calls/preview': ({ target }) => {
      const parsed = parseDialTarget(target);
      if (!parsed.ok) return Promise.resolve(parsed);
      const isEmergency = parsed.value.kind === 'number' && parsed.value.isEmergency;
      const number = signallingTarget(parsed.value, ports.configuration().dialRules);
      return Promise.resolve(ok({ number, isEmergency }));
    },
    'calls/answer': ({ callId }) => on(callId, (session) => desk.takeOver(session, () => session.answer())),
    'calls/decline': ({ callId }) => on(callId, (session) => session.decline()),
    'calls/hang-up': ({ callId }) => on(callId, (session) => session.hangUp()),
    'calls/hold': ({ callId }) => on(callId, (session) => conferences.each(session, (one) => one.hold())),
    'calls/resume': ({ callId }) =>
      on(callId, (session) => desk.takeOver(session, () => conferences.each(session, (one) => one.resume()))),
    'calls/set-mute': ({ callId, isMuted }) =>
      on(callId, (session) => conferences.each(session, (one) => one.setMuted(isMuted))),
    'calls/share': ({ callId, isOn }) => on(callId, (session) => session.setShare(isOn)),
    'calls/set-video': ({ callId, source }) => on(callId, (session) => session.setPicture(source)),
    'calls/send-dtmf': ({ callId, digits }) => on(callId, (session) => session.sendDigits(digits)),
    'calls/press': ({ callId, key }) => on(callId, (session) => press(ports, session, key)),
  };
}

/** A key of the phone system; to park goes by a code where the server has no key for it. */
async function press(
  ports: CallsPorts,
  session: CallSession,
  key: Parameters<CallsHandlers['calls/press']>[0]['key'],
): Promise<Result<void>> {
  const action = key === 'record-start' || key === 'record-stop' ? 'record' : key;
  const { sip } = session;
  if (!sip || !session.call.can.includes(action)) return fail('call.not-possible-now');
  const code = action === 'park' ? ports.parkCode?.() : undefined;
  if (code !== undefined) {
    const place = dialled(code, ports.configuration().dialRules);
    return typeof place === 'string' ? session.transfer(place) : place;
  }
  if (key === 'divert') session.sentToVoicemail();
  const pressed = await ports.sip.press(key, sip);
  if (!pressed.ok && key === 'divert') session.sentToVoicemail(true);
  if (pressed.ok && action === 'record') session.setRecorded(key === 'record-start');
  return pressed;
}

function transferHandlers(ports: CallsPorts, desk: CallsDesk, on: OnCall): TransferHandlers {
  return {
    'calls/transfer': ({ callId, to }) =>
      on(callId, (session) => {
        const target =
          'callId' in to ? desk.sessions.get(to.callId) : dialled(to.target, ports.configuration().dialRules);
        if (target === undefined || target === session) return Promise.resolve(fail('call.not-found'));
        const isKnown = typeof target === 'string' || target instanceof CallSession;
        return isKnown ? session.transfer(target) : Promise.resolve(target);
      }),
    'calls/consult': ({ callId, target }) => {
      const session = desk.sessions.get(callId);
      if (!session) return Promise.resolve(fail('call.not-found'));
      return Promise.resolve(
        session.call.can.includes('transfer')
          ? desk.dial(target, { consultsFor: callId, line: session.call.line })
          : fail('call.not-possible-now'),
      );
    },
    'calls/answer-transfer': ({ callId, isAccepted }) =>
      on(callId, (session) => Promise.resolve(desk.answerTransfer(session, isAccepted))),
    'calls/merge': ({ callIds }) => desk.conferences.merge(callIds),
    'calls/split': ({ callId }) => on(callId, (session) => desk.conferences.split(session)),
  };
}

function historyHandlers({ callLog, publisher }: CallsPorts): HistoryHandlers {
  return {
    'calls/history': async ({ missedOnly, limit, before, text }) => {
      const store = callLog();
      if (!store) return fail('app.not-signed-in');
      const { entries, hasOlder } = await store.list({
        missedOnly,
        limit,
        ...(before !== undefined && { before }),
        ...(text !== undefined && { text }),
      });
      return ok({ entries: [...entries], hasOlder });
    },
    'calls/mark-history-seen': async () => {
      for (const entry of (await callLog()?.markAllSeen()) ?? []) publisher.set('callLog', entry.id, entry);
      return ok();
    },
  };
}

/** What a page says of the sound and the pictures that it holds. */
function mediaHandlers(desk: CallsDesk, on: OnCall): MediaHandlers {
  return {
    'media/answered': ({ callId, revision, sdp, stream }) =>
      on(callId, ({ media }) => streamOf(media, stream).answered(revision, sdp)),
    'media/failed': ({ callId, revision, code, stream }) =>
      on(callId, ({ media }) => {
        void streamOf(media, stream).failed(revision, failure(code));
        return Promise.resolve(ok());
      }),
    'media/stats': ({ callId, stats }) =>
      on(callId, (session) => {
        desk.noteStats(session, stats);
        return Promise.resolve(ok());
      }),
  };
}

/** The number or address that a person gave, as signalling takes it. */
function dialled(text: string, rules: readonly DialRule[] | undefined): string | Result<void> {
  const target = parseDialTarget(text);
  return target.ok ? signallingTarget(target.value, rules) : target;
}

/** The voice, or the picture that is meant. */
function streamOf(media: CallMedia, stream: 'video' | 'slides' | undefined): CallMedia | CallPicture {
  if (stream === undefined) return media;
  return stream === 'video' ? media.picture : media.slides;
}
