import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { PhoneLink } from '../../ports/phone-control.port.ts';
import type { DeskCalls } from './desk-calls.ts';

/** What is said to one call; the same words for a call of this computer and one of the phone on the desk. */
export type CallVerbs = Pick<
  Handlers,
  | 'calls/answer'
  | 'calls/decline'
  | 'calls/hang-up'
  | 'calls/hold'
  | 'calls/resume'
  | 'calls/set-mute'
  | 'calls/set-video'
  | 'calls/send-dtmf'
  | 'calls/transfer'
  | 'calls/consult'
  | 'calls/merge'
>;

/** Puts each wish where its call is: at the phone on the desk, or at this computer. */
export function routeCalls(
  own: CallVerbs,
  { desk, link }: { readonly desk: DeskCalls; readonly link: () => PhoneLink | undefined },
): CallVerbs {
  const at = async <T>(
    callId: CallId,
    act: (phone: PhoneLink, phoneId: string) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const [phone, phoneId] = [link(), desk.phoneIdOf(callId)];
    if (!phone) return fail('desk-phone.lost');
    return phoneId === undefined ? fail('call.ended') : act(phone, phoneId);
  };
  const never = (): Promise<Result<void>> => Promise.resolve(fail('call.not-possible-now'));
  return {
    'calls/answer': (argument, context) =>
      desk.has(argument.callId)
        ? at(argument.callId, (phone, id) => phone.answer(id))
        : own['calls/answer'](argument, context),
    'calls/decline': (argument, context) =>
      desk.has(argument.callId)
        ? at(argument.callId, (phone, id) => {
            desk.apply(argument.callId, { kind: 'declined' });
            return phone.clear(id);
          })
        : own['calls/decline'](argument, context),
    'calls/hang-up': (argument, context) =>
      desk.has(argument.callId)
        ? at(argument.callId, (phone, id) => {
            // Of a call that still rings this is a refusal.
            desk.apply(argument.callId, { kind: 'declined' });
            return phone.clear(id);
          })
        : own['calls/hang-up'](argument, context),
    'calls/hold': (argument, context) =>
      desk.has(argument.callId)
        ? at(argument.callId, (phone, id) => phone.hold(id))
        : own['calls/hold'](argument, context),
    'calls/resume': (argument, context) =>
      desk.has(argument.callId)
        ? at(argument.callId, (phone, id) => resume(phone, desk, argument.callId, id))
        : own['calls/resume'](argument, context),
    'calls/set-mute': (argument, context) =>
      desk.has(argument.callId) ? never() : own['calls/set-mute'](argument, context),
    'calls/set-video': (argument, context) =>
      desk.has(argument.callId) ? never() : own['calls/set-video'](argument, context),
    'calls/send-dtmf': (argument, context) =>
      desk.has(argument.callId)
        ? at(argument.callId, (phone, id) => sendDigits(phone, desk, { ...argument, id }))
        : own['calls/send-dtmf'](argument, context),
    'calls/transfer': (argument, context) =>
      desk.has(argument.callId)
        ? at(argument.callId, (phone, id) => transfer(phone, desk, { ...argument, id }))
        : own['calls/transfer'](argument, context),
    'calls/consult': (argument, context) =>
      desk.has(argument.callId)
        ? at(argument.callId, async (phone, id) => {
            const begun = await phone.consult(id, argument.target.trim());
            return begun.ok ? ok({ callId: desk.expect(begun.value.id, argument.callId) }) : begun;
          })
        : own['calls/consult'](argument, context),
    'calls/merge': (argument, context) => {
      const [first, second] = argument.callIds;
      if (!argument.callIds.some((id) => desk.has(id))) return own['calls/merge'](argument, context);
      // A call here and one there have no way to each other's sound.
      if (first === undefined || second === undefined || argument.callIds.length > 2) return never();
      return at(first, (phone, one) =>
        at(second, (_, other) => {
          const isFirstHeld = isHeld(desk, first);
          return phone.conference(isFirstHeld ? one : other, isFirstHeld ? other : one);
        }),
      );
    },
  };
}

const isHeld = (desk: DeskCalls, id: CallId): boolean =>
  desk.active().some((call) => call.id === id && call.state === 'held');

/** A phone has one ear: whoever is spoken with is put on hold first. Some phones do that by themselves and refuse it here. */
async function resume(phone: PhoneLink, desk: DeskCalls, callId: CallId, id: string): Promise<Result<void>> {
  for (const other of desk.active()) {
    const otherId = desk.phoneIdOf(other.id);
    if (other.id !== callId && other.state === 'connected' && otherId !== undefined)
      await phone.hold(otherId);
  }
  return phone.retrieve(id);
}

async function sendDigits(
  phone: PhoneLink,
  desk: DeskCalls,
  { callId, digits, id }: { readonly callId: CallId; readonly digits: string; readonly id: string },
): Promise<Result<void>> {
  // Pauses are for dialling; the phone takes its own time.
  const sent = await phone.sendDigits(id, digits.replace(/[,;]/g, ''));
  if (sent.ok) desk.apply(callId, { kind: 'digits', digits });
  return sent;
}

async function transfer(
  phone: PhoneLink,
  desk: DeskCalls,
  {
    callId,
    to,
    id,
  }: {
    readonly callId: CallId;
    readonly to: { readonly target: string } | { readonly callId: CallId };
    readonly id: string;
  },
): Promise<Result<void>> {
  desk.apply(callId, { kind: 'transferring', isTransferring: true });
  const otherId = 'callId' in to ? desk.phoneIdOf(to.callId) : undefined;
  const result =
    'target' in to
      ? await phone.transferTo(id, to.target.trim())
      : otherId === undefined
        ? fail('call.not-possible-now')
        : await (isHeld(desk, to.callId) ? phone.transfer(otherId, id) : phone.transfer(id, otherId));
  desk.apply(callId, { kind: 'transferring', isTransferring: false });
  return result;
}
