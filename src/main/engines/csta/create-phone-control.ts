import { type Failure, fail, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { PhoneControl, PhoneControlEvent, PhoneLink } from '../../ports/phone-control.port.ts';
import type { Sip } from '../../ports/sip.port.ts';
import { textOf } from '../link/xml-document.ts';
import { CstaChannel } from './csta-channel.ts';
import { type Connection, cstaRequests, type CstaRequest, writeCsta } from './csta-requests.ts';
import {
  connectionOf,
  fromSnapshot,
  noCalls,
  type PhoneCalls,
  type PhoneCallsStep,
  reducePhoneCalls,
  shownCalls,
} from './phone-calls.machine.ts';
import { connectionNamed, type CstaEvent, readSnapshot } from './read-csta.ts';

export interface PhoneControlPorts {
  readonly sip: Pick<Sip, 'control'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The question that begins it doubles as the heart-beat (cisco-uc 14.3). */
const HEART_BEAT_MS = 60_000;

/** Phones under control by uaCSTA (ECMA TR/87). */
export function createPhoneControl(ports: PhoneControlPorts): PhoneControl {
  return {
    async open(address, listener) {
      const link = new CstaPhone(ports, deviceOf(address), listener);
      const opened = await link.open(address);
      return opened.ok ? ok(link) : opened;
    },
  };
}

/** What the phone calls itself is the number of its address, most of the time. */
const deviceOf = (address: string): string => /^(?:sips?:)?([^@;]+)/i.exec(address.trim())?.[1] ?? address;

class CstaPhone implements PhoneLink {
  readonly #ports: PhoneControlPorts;
  readonly #listener: (event: PhoneControlEvent) => void;
  readonly #channel: CstaChannel;
  #calls: PhoneCalls;
  #monitor: string | undefined;
  #isOver = false;
  #stopBeat: Cancel = () => {};

  constructor(ports: PhoneControlPorts, device: string, listener: (event: PhoneControlEvent) => void) {
    this.#ports = ports;
    this.#listener = listener;
    this.#calls = noCalls(device);
    this.#channel = new CstaChannel(ports, {
      onEvent: (event) => this.#told(event),
      onEnded: (error) => this.#lost(error),
    });
  }

  async open(address: string): Promise<Result<void>> {
    const opened = await this.#channel.open(address, writeCsta(cstaRequests.systemStatus()));
    if (!opened.ok) return opened;
    const watched = await this.#watch(address);
    if (!watched.ok) {
      this.close();
      return watched;
    }
    await this.#look();
    this.#beat();
    return ok();
  }

  dial(number: string): Promise<Result<{ readonly id?: string }>> {
    return this.#begin(cstaRequests.makeCall(this.#calls.device, number), 'callingDevice');
  }

  answer = (id: string) => this.#ask(id, cstaRequests.answerCall);
  clear = (id: string) => this.#ask(id, cstaRequests.clearConnection);
  hold = (id: string) => this.#ask(id, cstaRequests.holdCall);
  retrieve = (id: string) => this.#ask(id, cstaRequests.retrieveCall);

  async consult(id: string, number: string): Promise<Result<{ readonly id?: string }>> {
    const connection = connectionOf(this.#calls, id);
    return connection
      ? this.#begin(cstaRequests.consultationCall(connection, number), 'initiatedCall')
      : fail('call.not-found');
  }

  transfer = (heldId: string, activeId: string) => this.#join(heldId, activeId, cstaRequests.transferCall);
  conference = (heldId: string, activeId: string) =>
    this.#join(heldId, activeId, cstaRequests.conferenceCall);

  transferTo(id: string, number: string): Promise<Result<void>> {
    return this.#ask(id, (connection) => cstaRequests.singleStepTransfer(connection, number));
  }

  deflect(id: string, number: string): Promise<Result<void>> {
    return this.#ask(id, (connection) => cstaRequests.deflectCall(connection, number));
  }

  sendDigits(id: string, digits: string): Promise<Result<void>> {
    return this.#ask(id, (connection) => cstaRequests.generateDigits(connection, digits));
  }

  async setForward(forward: Parameters<PhoneLink['setForward']>[0]): Promise<Result<void>> {
    if (forward.kind === 'voicemail') return fail('call.not-possible-now');
    const number = forward.kind === 'to' ? forward.target : '';
    return nothing(
      await this.#channel.ask(cstaRequests.setForwarding(this.#calls.device, forward.kind === 'to', number)),
    );
  }

  async setDoNotDisturb(isOn: boolean): Promise<Result<void>> {
    return nothing(await this.#channel.ask(cstaRequests.setDoNotDisturb(this.#calls.device, isOn)));
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopBeat();
    const monitor = this.#monitor;
    const end = (): void => this.#channel.end();
    // A monitor that stays would cost the phone one of few.
    if (monitor === undefined) end();
    else void this.#channel.ask(cstaRequests.monitorStop(monitor)).then(end);
  }

  /** Phones know themselves by number, by address, or as a telephone URI: the first that it takes is used from now on. */
  async #watch(address: string): Promise<Result<void>> {
    const { device } = this.#calls;
    const spellings = [...new Set([device, address.trim(), `tel:${device}`])];
    let last: Failure = failure('desk-phone.refused');
    for (const spelling of spellings) {
      const answer = await this.#channel.ask(cstaRequests.monitorStart(spelling));
      if (answer.ok) {
        this.#monitor = textOf(answer.value, 'monitorCrossRefID');
        this.#calls = noCalls(spelling);
        return ok();
      }
      last = answer.error;
      if (last.code !== 'desk-phone.refused' && last.code !== 'call.no-such-number') break;
    }
    return { ok: false, error: last };
  }

  /** The calls that it has already. Phones that can't say are taken to have none. */
  async #look(): Promise<void> {
    const answer = await this.#channel.ask(cstaRequests.snapshotDevice(this.#calls.device));
    const found = answer.ok ? readSnapshot(answer.value) : [];
    if (found.length > 0 || !answer.ok) this.#ports.log.debug('phone looked at', { calls: found.length });
    // Events that came meanwhile are newer than the picture, which then adds nothing.
    if (this.#calls.calls.size === 0) this.#apply(fromSnapshot(this.#calls, found));
  }

  #beat(): void {
    this.#stopBeat = this.#ports.clock.after(HEART_BEAT_MS, () => {
      void this.#channel.ask(cstaRequests.systemStatus()).then((answer) => {
        if (this.#isOver) return;
        if (!answer.ok && answer.error.code === 'desk-phone.lost') return this.#lost(answer.error);
        this.#beat();
      });
    });
  }

  async #begin(request: CstaRequest, named: string): Promise<Result<{ readonly id?: string }>> {
    const answer = await this.#channel.ask(request);
    if (!answer.ok) return answer;
    const id = connectionNamed(answer.value, named, 'callingDevice', 'initiatedCall')?.callId;
    return ok(id === undefined ? {} : { id });
  }

  async #ask(id: string, request: (connection: Connection) => CstaRequest): Promise<Result<void>> {
    const connection = connectionOf(this.#calls, id);
    return connection ? nothing(await this.#channel.ask(request(connection))) : fail('call.not-found');
  }

  async #join(
    heldId: string,
    activeId: string,
    request: (held: Connection, active: Connection) => CstaRequest,
  ): Promise<Result<void>> {
    const [held, active] = [connectionOf(this.#calls, heldId), connectionOf(this.#calls, activeId)];
    return held && active ? nothing(await this.#channel.ask(request(held, active))) : fail('call.not-found');
  }

  #told(event: CstaEvent): void {
    const isOther = this.#monitor !== undefined && event.monitor !== '' && event.monitor !== this.#monitor;
    if (this.#isOver || isOther) return;
    switch (event.kind) {
      case 'do-not-disturb':
        return this.#listener({ kind: 'do-not-disturb', isOn: event.isOn });
      case 'forwarding':
        if (event.type !== 'forwardImmediate') return;
        return this.#listener({
          kind: 'forward',
          forward: event.isOn && event.to !== '' ? { kind: 'to', target: event.to } : { kind: 'off' },
        });
      case 'in-service':
        return event.isIn ? undefined : this.#lost(failure('desk-phone.lost', undefined, 'out of service'));
      case 'monitor-stopped':
        return this.#lost(failure('desk-phone.lost', undefined, 'monitor stopped'));
      default:
        return this.#apply(reducePhoneCalls(this.#calls, event));
    }
  }

  #apply(step: PhoneCallsStep): void {
    this.#calls = step.state;
    if (!step.isChanged) return;
    const { ended, renamed } = step;
    this.#listener({ kind: 'calls', calls: shownCalls(step.state), ended, renamed });
  }

  #lost(error: Failure): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopBeat();
    this.#channel.end();
    this.#listener({ kind: 'lost', error });
  }
}

const nothing = (result: Result<unknown>): Result<void> => (result.ok ? ok() : result);
