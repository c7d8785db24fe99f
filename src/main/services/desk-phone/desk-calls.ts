import type { Call, CallAction } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { ControlledCall, PhoneControlEvent } from '../../ports/phone-control.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { CallLogStore } from '../../ports/storage.port.ts';
import { type CallModel, type CallModelEvent, newCall, reduceCallModel } from '../calls/call.machine.ts';
import { toCall, toLogEntry } from '../calls/call-view.ts';
import type { KnownParty } from '../calls/calls-ports.ts';
import { writeCallLog } from '../calls/write-call-log.ts';

export interface DeskCallsPorts {
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly callLog: () => CallLogStore | undefined;
  readonly resolveParty: (address: string) => Promise<KnownParty | undefined>;
  /** A call begins to ring, once a call. */
  readonly onRinging: (call: Call) => void;
  readonly onChange: () => void;
  /** A call that was asked for here came to nothing: the phone would play its busy tone for ever. */
  readonly onFailed: (phoneId: string) => void;
}

type Told = Extract<PhoneControlEvent, { readonly kind: 'calls' }>;

interface Entry {
  /** The phone's name for it. */
  phoneId: string;
  model: CallModel;
  /** Asked for here. */
  isWished: boolean;
  isFailed: boolean;
}

/** As for this computer's own calls. */
const SHOWN_MS = { quietly: 2_000, withError: 10_000 } as const;

/** The calls of the phone on the desk, as every other call is shown and kept (V7). */
export class DeskCalls {
  readonly #ports: DeskCallsPorts;
  readonly #entries = new Map<CallId, Entry>();
  readonly #retiring = new Map<CallId, Cancel>();
  /** Calls that were asked for and that the phone hasn't told of yet, by its name for them where it gave one. */
  #expected: {
    readonly id: CallId;
    readonly phoneId: string | undefined;
    readonly for: CallId | undefined;
  }[] = [];

  constructor(ports: DeskCallsPorts) {
    this.#ports = ports;
  }

  /** The phone's name for a call that stands. */
  phoneIdOf(id: CallId): string | undefined {
    const entry = this.#entries.get(id);
    return entry && entry.model.phase.kind !== 'ended' ? entry.phoneId : undefined;
  }

  /** Ours at all, also while it is only shown as ended. */
  has(id: CallId): boolean {
    return this.#entries.has(id) || this.#expected.some((each) => each.id === id);
  }

  active(): readonly Call[] {
    return [...this.#entries.values()].filter(({ model }) => model.phase.kind !== 'ended').map(shown);
  }

  /** The phone took the wish to call: what it will tell of gets this name. */
  expect(phoneId: string | undefined, consultsFor?: CallId): CallId {
    const known = [...this.#entries].find(([, entry]) => entry.phoneId === phoneId);
    // It told of the call before it answered.
    if (known) {
      if (consultsFor !== undefined) known[1].model = { ...known[1].model, consultsFor };
      known[1].isWished = true;
      if (known[1].isFailed) this.#failed(known[1]);
      this.#publish(known[0]);
      return known[0];
    }
    const id = this.#ports.random.uuid() as CallId;
    this.#expected = [...this.#expected.slice(-9), { id, phoneId, for: consultsFor }];
    return id;
  }

  apply(id: CallId, event: CallModelEvent): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const { model, effects } = reduceCallModel(entry.model, event);
    const isChanged = model !== entry.model;
    entry.model = model;
    if (isChanged) this.#publish(id);
    if (effects.includes('write-log')) void writeCallLog(this.#ports, toLogEntry(model));
    if (effects.includes('retire')) this.#retire(id, model);
  }

  told({ calls, ended, renamed }: Told): void {
    for (const [before, after] of renamed) {
      const entry = [...this.#entries.values()].find(({ phoneId }) => phoneId === before);
      if (entry) entry.phoneId = after;
    }
    for (const { id: phoneId, error, isElsewhere } of ended) {
      const id = this.#idOf(phoneId);
      const at = this.#ports.clock.now();
      if (id !== undefined)
        this.apply(id, { kind: 'ended', at, isAnsweredElsewhere: isElsewhere, ...(error && { error }) });
    }
    for (const call of calls) this.#follow(call);
    this.#ports.onChange();
  }

  /** Nothing is known of them any more: they may go on at the phone, so they are no news for the history. */
  lost(): void {
    for (const [id, { model }] of [...this.#entries]) if (model.phase.kind !== 'ended') this.#forget(id);
    this.#expected = [];
    this.#ports.onChange();
  }

  clear(): void {
    for (const id of [...this.#entries.keys()]) this.#forget(id);
    this.lost();
  }

  #follow(call: ControlledCall): void {
    const id = this.#idOf(call.id) ?? this.#begin(call);
    for (const event of eventsOf(call, this.#ports.clock.now())) this.apply(id, event);
    const entry = this.#entries.get(id);
    if (entry && call.state === 'failed') this.#failed(entry);
    const known = entry?.model.peer;
    if (known && call.peer.address !== '' && call.peer.address !== known.address) this.#name(id, call);
  }

  #failed(entry: Entry): void {
    entry.isFailed = true;
    if (entry.isWished) this.#ports.onFailed(entry.phoneId);
  }

  #begin(call: ControlledCall): CallId {
    const { direction, peer } = call;
    const wish = direction === 'out' ? this.#takeWish(call.id) : undefined;
    const id = wish?.id ?? (this.#ports.random.uuid() as CallId);
    const at = this.#ports.clock.now();
    const model = newCall({
      id,
      direction,
      peer,
      at,
      ...(wish?.for !== undefined && { consultsFor: wish.for }),
    });
    this.#entries.set(id, { phoneId: call.id, model, isWished: wish !== undefined, isFailed: false });
    this.#publish(id);
    this.#name(id, call);
    if (call.state === 'ringing-in') this.#ports.onRinging(toCall(model));
    return id;
  }

  #takeWish(phoneId: string) {
    const wish =
      this.#expected.find((each) => each.phoneId === phoneId) ??
      this.#expected.find((each) => each.phoneId === undefined);
    this.#expected = this.#expected.filter((each) => each !== wish);
    return wish;
  }

  #name(id: CallId, { peer }: ControlledCall): void {
    this.apply(id, { kind: 'peer', peer });
    if (peer.address === '') return;
    void this.#ports
      .resolveParty(peer.address)
      .catch(() => undefined)
      .then((known) => {
        const isSame = this.#entries.get(id)?.model.peer.address === peer.address;
        if (known && isSame) this.apply(id, { kind: 'peer', peer: { ...known, address: peer.address } });
      });
  }

  #idOf(phoneId: string): CallId | undefined {
    const found = [...this.#entries].find(
      ([, entry]) => entry.phoneId === phoneId && entry.model.phase.kind !== 'ended',
    );
    return found?.[0];
  }

  #publish(id: CallId): void {
    const entry = this.#entries.get(id);
    if (entry) this.#ports.publisher.set('calls', id, shown(entry));
  }

  #retire(id: CallId, { phase }: CallModel): void {
    const ms = phase.kind === 'ended' && phase.error ? SHOWN_MS.withError : SHOWN_MS.quietly;
    this.#retiring.set(
      id,
      this.#ports.clock.after(ms, () => this.#forget(id)),
    );
  }

  #forget(id: CallId): void {
    this.#retiring.get(id)?.();
    this.#retiring.delete(id);
    this.#entries.delete(id);
    this.#ports.publisher.remove('calls', id);
    this.#ports.onChange();
  }
}

/** What has to have happened for a call to stand like this; what has happened already changes nothing. */
function eventsOf({ state }: ControlledCall, at: number): readonly CallModelEvent[] {
  switch (state) {
    case 'ringing-out':
      return [{ kind: 'ringing' }];
    case 'connected':
    case 'held':
    case 'held-by-peer':
      return [
        { kind: 'answered', at },
        { kind: 'held-here', isHeld: state === 'held' },
        { kind: 'held-there', isHeld: state === 'held-by-peer' },
      ];
    default:
      return [];
  }
}

const shown = ({ model }: Entry): Call => {
  const call = toCall(model);
  return { ...call, phone: 'desk', can: call.can.filter((action) => CAN.has(action)) };
};

/** What a phone can be told (ECMA-323). Sound and pictures are its own. */
const CAN: ReadonlySet<CallAction> = new Set([
  ...(['answer', 'decline', 'hang-up', 'hold', 'resume', 'dtmf', 'transfer', 'merge'] as const),
]);
