import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { BfcpParty } from './bfcp-channel.ts';
import { BfcpChannel } from './bfcp-channel.ts';
import type { BfcpAttribute, BfcpMessage, BfcpVersion, RequestState } from './bfcp-message.ts';
import {
  findAttribute,
  groupAttributes,
  listAttributes,
  numberAttributes,
  otherAttributes,
  primitives,
  textAttributes,
} from './bfcp-message.ts';
import type { FloorEffect, FloorEvent, FloorHolder, FloorState } from './floor.machine.ts';
import { holderOf, newFloor, reduceFloor } from './floor.machine.ts';
import { readBfcp } from './read-bfcp.ts';

/** A floor at a server, and who its client is there. */
export interface FloorAccess extends BfcpParty {
  readonly floorId: number;
}

export interface FloorControlOptions {
  readonly clock: Clock;
  readonly version: BfcpVersion;
  readonly send: (octets: Buffer) => void;
  /** Our own server, with the number that we gave the other side in it; absent: they have one. */
  readonly server?: FloorAccess | undefined;
  /** Their server, as their description names it; absent: ours decides. */
  readonly client?: FloorAccess | undefined;
  /** Whenever it changes; `isEnded` also says that a turn of ours was ended by somebody else. */
  readonly onHolder: (holder: FloorHolder, isTakenAway: boolean) => void;
}

/** Keeps a way through address translation open, and shows that their server lives. */
const HELLO_MS = 30_000;
/** A chair may think about it; whoever wants to show something won't wait for longer. */
const PATIENCE_MS = 20_000;

/** The number that we have for ourselves in our own server. */
const ownUserId = 1;

/** Slides of one call: asks for the floor where they have a server, gives it where we have one. */
export class FloorControl {
  readonly #options: FloorControlOptions;
  readonly #channel: BfcpChannel;
  #state: FloorState;
  #holder: FloorHolder = 'nobody';
  #isWatched = false;
  #isClosed = false;
  #settle: ((isTaken: boolean) => void) | undefined;
  #taking: Promise<boolean> | undefined;
  #request: BfcpMessage | undefined;
  #stopHello: Cancel = () => undefined;
  #stopPatience: Cancel = () => undefined;

  constructor(options: FloorControlOptions) {
    this.#options = options;
    this.#state = newFloor(options.client !== undefined);
    const { clock, version, send } = options;
    this.#channel = new BfcpChannel({ clock, version, send, onRequest: (message) => this.#asked(message) });
  }

  get holder(): FloorHolder {
    return this.#holder;
  }

  /** Says hello to their server and asks to be told who holds the floor (RFC 8855 section 8: Hello comes first). */
  start(): void {
    const { client, clock } = this.#options;
    if (!client) return;
    void this.#hello(client)
      .then(() => this.#channel.request('FloorQuery', client, [floorId(client)]))
      .then((answer) => answer && this.#hear(answer));
    const again = (): void => {
      this.#stopHello = clock.after(HELLO_MS, () => {
        void this.#hello(client);
        again();
      });
    };
    again();
  }

  /** True: we have it. */
  take(): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    if (this.#taking) return this.#taking;
    this.#taking = new Promise<boolean>((resolve) => {
      this.#settle = resolve;
    }).finally(() => {
      this.#taking = undefined;
      this.#stopPatience();
    });
    const taking = this.#taking;
    this.#stopPatience = this.#options.clock.after(PATIENCE_MS, () => this.give());
    this.#apply({ kind: 'take' });
    return taking;
  }

  give(): void {
    this.#apply({ kind: 'give' }, true);
  }

  /** One datagram, or one message of a stream. */
  receive(octets: Buffer): void {
    this.#channel.take(readBfcp(octets, this.#options.version));
  }

  close(): void {
    this.#isClosed = true;
    this.#stopHello();
    this.#stopPatience();
    this.#settle?.(false);
    this.#settle = undefined;
    this.#channel.close();
  }

  #hello(client: FloorAccess): Promise<BfcpMessage | undefined> {
    return this.#channel.request('Hello', client);
  }

  #apply(event: FloorEvent, isOwnWish = false): void {
    const before = this.#state;
    const { state, effects } = reduceFloor(before, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    const holder = holderOf(state);
    if (holder === this.#holder) return;
    const isTakenAway = this.#holder === 'us' && !isOwnWish;
    this.#holder = holder;
    this.#tellWatcher();
    this.#options.onHolder(holder, isTakenAway);
  }

  #perform(effect: FloorEffect): void {
    const { client, server } = this.#options;
    switch (effect.kind) {
      case 'ask':
        return client && this.#ask(client);
      case 'release':
        if (client)
          void this.#channel.request('FloorRelease', client, [
            { name: 'floor-request-id', value: effect.requestId },
          ]);
        return;
      case 'grant':
        return this.#answerRequest(effect.requestId, 'granted');
      case 'deny':
        return this.#answerRequest(0, 'denied');
      case 'confirm-release':
        return this.#answerRequest(effect.requestId, 'released');
      case 'no-such-request':
        if (this.#request) this.#channel.refuse(this.#request, 'no-such-request');
        return;
      case 'revoke':
        if (server)
          this.#channel.notify('FloorRequestStatus', server, [
            information(effect.requestId, 'revoked', server.floorId, server.userId),
          ]);
        return;
      case 'taken':
      case 'refused':
        this.#settle?.(effect.kind === 'taken');
        this.#settle = undefined;
        return;
    }
  }

  #ask(client: FloorAccess): void {
    void this.#channel.request('FloorRequest', client, [floorId(client)]).then((answer) => {
      if (answer?.primitive === 'FloorRequestStatus') this.#hear(answer);
      else this.#apply({ kind: 'gone' });
    });
  }

  #answerRequest(requestId: number, state: RequestState): void {
    const { server } = this.#options;
    if (!server || !this.#request) return;
    this.#channel.answer(this.#request, 'FloorRequestStatus', [
      information(requestId, state, server.floorId, server.userId),
    ]);
  }

  /** What their server says, asked or not. */
  #hear(message: BfcpMessage): void {
    if (message.primitive === 'FloorStatus') return this.#hearFloor(message);
    const info = findAttribute(message, 'floor-request-information');
    const status = info && statusOf(info);
    if (!info || !status) return;
    if (status === 'granted') this.#apply({ kind: 'granted', requestId: info.id });
    else if (status === 'pending' || status === 'accepted')
      this.#apply({ kind: 'queued', requestId: info.id });
    else this.#apply({ kind: 'gone', requestId: info.id });
  }

  #hearFloor(message: BfcpMessage): void {
    const held = message.attributes.some(
      (attribute) =>
        attribute.name === 'floor-request-information' &&
        statusOf(attribute) === 'granted' &&
        attribute.id !== this.#state.requestId &&
        findAttribute(attribute, 'beneficiary-information')?.id !== this.#options.client?.userId,
    );
    this.#apply({ kind: 'held-elsewhere', isSo: held });
  }

  #asked(message: BfcpMessage): void {
    const { client, server, version } = this.#options;
    if (message.primitive === 'FloorRequestStatus' || message.primitive === 'FloorStatus') {
      if (!client) return;
      if (version === 2)
        this.#channel.answer(
          message,
          message.primitive === 'FloorStatus' ? 'FloorStatusAck' : 'FloorRequestStatusAck',
        );
      return this.#hear(message);
    }
    if (message.primitive === 'Goodbye') {
      this.#channel.answer(message, 'GoodbyeAck');
      if (this.#state.theirs !== undefined) this.#apply({ kind: 'released', requestId: this.#state.theirs });
      return;
    }
    if (!server) return this.#channel.refuse(message, 'unauthorized');
    this.#serve(message, server);
  }

  #serve(message: BfcpMessage, server: FloorAccess): void {
    if (message.conferenceId !== server.conferenceId)
      return this.#channel.refuse(message, 'no-such-conference');
    if (message.userId !== server.userId) return this.#channel.refuse(message, 'no-such-user');
    this.#request = message;
    switch (message.primitive) {
      case 'Hello':
        return this.#channel.answer(message, 'HelloAck', capabilities);
      case 'FloorQuery':
        this.#isWatched = message.attributes.some(
          (one) => one.name === 'floor-id' && one.value === server.floorId,
        );
        if (!this.#isWatched && findAttribute(message, 'floor-id'))
          return this.#channel.refuse(message, 'no-such-floor');
        return this.#channel.answer(message, 'FloorStatus', this.#status(server));
      case 'FloorRequest': {
        const wanted = findAttribute(message, 'floor-id')?.value;
        if (wanted !== server.floorId) return this.#channel.refuse(message, 'no-such-floor');
        return this.#apply({ kind: 'asked' });
      }
      case 'FloorRelease': {
        const requestId = findAttribute(message, 'floor-request-id')?.value;
        if (requestId === undefined) return this.#channel.refuse(message, 'unreadable');
        return this.#apply({ kind: 'released', requestId });
      }
      case 'FloorRequestQuery': {
        const requestId = findAttribute(message, 'floor-request-id')?.value;
        if (requestId === undefined || requestId !== this.#state.theirs)
          return this.#channel.refuse(message, 'no-such-request');
        return this.#answerRequest(requestId, 'granted');
      }
      case 'UserQuery':
        return this.#channel.answer(message, 'UserStatus', this.#theirRequest(server));
      case 'ChairAction':
        return this.#channel.refuse(message, 'unauthorized');
      default:
        // An answer without a question, or a stray acknowledgement.
        return;
    }
  }

  #theirRequest(server: FloorAccess): BfcpAttribute[] {
    const { theirs } = this.#state;
    return theirs === undefined ? [] : [information(theirs, 'granted', server.floorId, server.userId)];
  }

  #status(server: FloorAccess): BfcpAttribute[] {
    const ours =
      this.#state.ours === 'held' ? [information(0xffff, 'granted', server.floorId, ownUserId)] : [];
    return [floorId(server), ...this.#theirRequest(server), ...ours];
  }

  #tellWatcher(): void {
    const { server } = this.#options;
    if (server && this.#isWatched) this.#channel.notify('FloorStatus', server, this.#status(server));
  }
}

const capabilities: readonly BfcpAttribute[] = [
  { name: 'supported-primitives', values: Object.values(primitives) },
  {
    name: 'supported-attributes',
    values: [numberAttributes, otherAttributes, textAttributes, listAttributes, groupAttributes].flatMap(
      (table) => Object.values<number>(table),
    ),
  },
];

function floorId({ floorId: value }: FloorAccess): BfcpAttribute {
  return { name: 'floor-id', value };
}

function information(id: number, state: RequestState, floor: number, beneficiary: number): BfcpAttribute {
  return {
    name: 'floor-request-information',
    id,
    attributes: [
      {
        name: 'overall-request-status',
        id,
        attributes: [{ name: 'request-status', state, queuePosition: 0 }],
      },
      { name: 'floor-request-status', id: floor, attributes: [] },
      { name: 'beneficiary-information', id: beneficiary, attributes: [] },
    ],
  };
}

/** The state of the whole request; some servers say it of the floor alone. */
function statusOf(info: { readonly attributes: readonly BfcpAttribute[] }): RequestState | undefined {
  const overall = findAttribute(info, 'overall-request-status');
  const ofFloor = findAttribute(info, 'floor-request-status');
  const status =
    (overall && findAttribute(overall, 'request-status')) ??
    (ofFloor && findAttribute(ofFloor, 'request-status'));
  return status?.state;
}
