import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Random } from '../../ports/random.port.ts';
import type { CallSession } from './call-session.ts';

/** Five people with ourselves (V4): the window mixes each of them all the others. */
const MOST_OTHERS = 4;

/** The server's own conference of two calls, where it has one; then one of them is left, with all in it. */
type ByServer = (one: CallSession, other: CallSession) => Promise<Result<void>>;

/** Calls whose people hear each other, mixed in our own window. A conference is no more than its calls: the last two make it, the last one ends it. */
export class Conferences {
  readonly #random: Random;
  readonly #sessions: ReadonlyMap<CallId, CallSession>;

  readonly #byServer: ByServer;

  constructor(random: Random, sessions: ReadonlyMap<CallId, CallSession>, byServer: ByServer) {
    this.#random = random;
    this.#sessions = sessions;
    this.#byServer = byServer;
  }

  /** Joins these calls, and with each of them the conference that it is in. */
  async merge(callIds: readonly CallId[]): Promise<Result<void>> {
    const named = callIds.flatMap((id) => this.#sessions.get(id) ?? []);
    if (named.length < new Set(callIds).size) return fail('call.not-found');
    const members = [...new Set(named.flatMap((session) => this.#with(session)))];
    const canAll = members.every((session) => session.call.can.includes('merge'));
    if (members.length < 2 || members.length > MOST_OTHERS || !canAll) return fail('call.not-possible-now');
    const [first, second] = members;
    if (first && second && members.length === 2 && (await this.#byServer(first, second)).ok) return ok();
    const conference = members.find((one) => one.conference !== undefined)?.conference ?? this.#random.uuid();
    // Muted before is muted after: nobody's voice may come on by joining.
    const isMuted = members.some((one) => one.call.isMuted);
    for (const session of members) {
      await session.setConference(conference);
      if (isMuted) await session.setMuted(true);
    }
    const resumed = await Promise.all(members.map((session) => session.resume()));
    const failed = resumed.findIndex((result) => !result.ok);
    return failed < 0 ? ok() : (resumed[failed] ?? ok());
  }

  /** Takes one out and holds it; of two that are left together one is a plain call again. */
  async split(session: CallSession): Promise<Result<void>> {
    if (session.conference === undefined) return fail('call.not-possible-now');
    const left = this.#with(session).filter((other) => other !== session);
    const held = await session.hold();
    if (!held.ok) return held;
    await session.setConference(undefined);
    await this.#settle(left);
    return ok();
  }

  /** After a member has gone: one alone is no conference. */
  async #settle(left: readonly CallSession[]): Promise<void> {
    const [last] = left;
    if (last && left.length === 1) await last.setConference(undefined);
  }

  /** A member's call ended. */
  left(conference: string): Promise<void> {
    return this.#settle(this.#members(conference));
  }

  /** Does it to the call and to all that are in a conference with it; the first failure is the result. */
  async each(session: CallSession, act: (one: CallSession) => Promise<Result<void>>): Promise<Result<void>> {
    const results = await Promise.all(this.#with(session).map(act));
    return results.find((result) => !result.ok) ?? ok();
  }

  #with(session: CallSession): readonly CallSession[] {
    return session.conference === undefined ? [session] : this.#members(session.conference);
  }

  #members(conference: string): readonly CallSession[] {
    return [...this.#sessions.values()].filter((one) => one.conference === conference && !one.isOver);
  }
}
