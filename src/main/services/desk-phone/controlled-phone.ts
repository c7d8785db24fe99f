import type { DeskPhone } from '../../../shared/domain/desk-phone.ts';
import type { Forward } from '../../../shared/domain/phone.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import { parseDialTarget } from '../calls/dial-target.ts';
import type { PhoneControl, PhoneControlEvent, PhoneLink } from '../../ports/phone-control.port.ts';

export interface ControlledPhonePorts {
  readonly control: PhoneControl;
  readonly clock: Clock;
  readonly log: Log;
  readonly onState: (control: NonNullable<DeskPhone['control']>) => void;
  readonly onCalls: (event: Extract<PhoneControlEvent, { readonly kind: 'calls' }>) => void;
  /** Nothing is known of its calls any more. */
  readonly onLost: () => void;
  readonly onForward: (forward: Forward) => void;
  readonly onSilence: (isSilent: boolean) => void;
}

const AGAIN_MS = { first: 2_000, most: 60_000 } as const;
/** Trying again changes nothing until somebody changes the phone or the address; then the person tries. */
const HOPELESS: readonly string[] = ['desk-phone.not-allowed', 'desk-phone.no-control', 'call.bad-number'];

/** Keeps one phone under control for as long as it is wanted: lost, it is taken again, later and later (V7). */
export class ControlledPhone {
  readonly #ports: ControlledPhonePorts;
  #address = '';
  #isWanted = false;
  #link: PhoneLink | undefined;
  /** Counts what is begun: an answer to an older beginning is nobody's. */
  #turn = 0;
  /** What the phone said of itself; gone with the link. */
  #told: Pick<NonNullable<DeskPhone['control']>, 'forward' | 'isSilent'> = {};
  #delayMs: number = AGAIN_MS.first;
  #stopTimer: Cancel = () => {};

  constructor(ports: ControlledPhonePorts) {
    this.#ports = ports;
  }

  get address(): string {
    return this.#address;
  }

  /** While there is one, calls are its. */
  get link(): PhoneLink | undefined {
    return this.#link;
  }

  setAddress(address: string): void {
    this.release();
    this.#address = address;
    this.#show('off');
  }

  /** Settles with the outcome of the first attempt; a failure that may pass is tried again by itself. */
  async take(): Promise<Result<void>> {
    this.release();
    this.#isWanted = true;
    this.#delayMs = AGAIN_MS.first;
    return this.#try();
  }

  /** Something may have changed for the better: the registration is there again. */
  nudge(): void {
    if (!this.#isWanted || this.#link) return;
    this.#delayMs = AGAIN_MS.first;
    void this.#try();
  }

  /** All its calls to this number; to none, they ring again. */
  async setForward(number: string): Promise<Result<void>> {
    const target = number === '' ? undefined : parseDialTarget(number);
    if (target && !target.ok) return target;
    if (target?.value.kind === 'number' && target.value.isEmergency)
      return fail('call.bad-number', { number });
    const forward: Forward = number === '' ? { kind: 'off' } : { kind: 'to', target: number };
    const set = await (this.#link?.setForward(forward) ?? fail('desk-phone.lost'));
    // Not every phone tells what it was just told.
    if (set.ok) this.#hear({ kind: 'forward', forward });
    return set;
  }

  async setSilence(isOn: boolean): Promise<Result<void>> {
    const set = await (this.#link?.setDoNotDisturb(isOn) ?? fail('desk-phone.lost'));
    if (set.ok) this.#hear({ kind: 'do-not-disturb', isOn });
    return set;
  }

  release(): void {
    this.#isWanted = false;
    this.#turn += 1;
    this.#stopTimer();
    const link = this.#link;
    this.#link = undefined;
    link?.close();
    if (link) this.#ports.onLost();
    this.#show('off');
  }

  async #try(): Promise<Result<void>> {
    this.#stopTimer();
    this.#turn += 1;
    const turn = this.#turn;
    this.#show('connecting');
    // Calls that stand are told before the link is handed over.
    const opened = await this.#ports.control.open(this.#address, (event) => {
      if (turn === this.#turn) this.#hear(event);
    });
    if (turn !== this.#turn) {
      if (opened.ok) opened.value.close();
      return ok();
    }
    if (!opened.ok) {
      this.#later(opened.error);
      return opened;
    }
    this.#link = opened.value;
    this.#delayMs = AGAIN_MS.first;
    this.#show('ready');
    return ok();
  }

  #hear(event: PhoneControlEvent): void {
    switch (event.kind) {
      case 'calls':
        return this.#ports.onCalls(event);
      case 'forward':
        this.#told = { ...this.#told, forward: event.forward };
        this.#ports.onForward(event.forward);
        return this.#link && this.#show('ready');
      case 'do-not-disturb':
        this.#told = { ...this.#told, isSilent: event.isOn };
        this.#ports.onSilence(event.isOn);
        return this.#link && this.#show('ready');
      case 'lost':
        this.#link = undefined;
        this.#turn += 1;
        this.#ports.onLost();
        return this.#later(event.error);
    }
  }

  #later(error: Failure): void {
    this.#ports.log.info('desk phone out of reach', { code: error.code });
    const isHopeless = HOPELESS.includes(error.code);
    this.#show(isHopeless ? 'off' : 'lost', error);
    if (!this.#isWanted || isHopeless) return;
    this.#stopTimer = this.#ports.clock.after(this.#delayMs, () => void this.#try());
    this.#delayMs = Math.min(this.#delayMs * 2, AGAIN_MS.most);
  }

  #show(state: NonNullable<DeskPhone['control']>['state'], error?: Failure): void {
    if (state !== 'ready' && state !== 'connecting') this.#told = {};
    const told = state === 'ready' ? this.#told : {};
    this.#ports.onState({ address: this.#address, state, ...told, ...(error && { error }) });
  }
}
