import * as z from 'zod/mini';
import { ONLY } from '../../../shared/contract/topics.ts';
import type { Call } from '../../../shared/domain/call.ts';
import { type CallWith, callWithSchema, type DeskPhone } from '../../../shared/domain/desk-phone.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import type { Forward } from '../../../shared/domain/phone.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { DeskPhones, PhoneLine } from '../../ports/desk-phone.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { PhoneControl } from '../../ports/phone-control.port.ts';
import type { PhoneSettingsAccount } from '../../ports/phone-settings.port.ts';
import type { Sip } from '../../ports/sip.port.ts';
import type { CallLogStore, IdentityStore, KeyValueStore } from '../../ports/storage.port.ts';
import { parseDialTarget } from '../calls/dial-target.ts';
import { ControlledPhone } from './controlled-phone.ts';
import { DeskCalls, type DeskCallsPorts } from './desk-calls.ts';
import { OtherPhone } from './other-phone.ts';
import { type CallVerbs, routeCalls } from './route-calls.ts';
import { WebDialerPhone } from './web-dialer-phone.ts';

export interface DeskPhonePorts extends Omit<DeskCallsPorts, 'callLog' | 'onChange' | 'onFailed'> {
  readonly phones: DeskPhones;
  readonly control: PhoneControl;
  readonly sip: Pick<Sip, 'on'>;
  /** Calls of this computer, which every other wish is passed on to. */
  readonly calls: RoutedCalls;
  /** The phone of whoever has not chosen yet. */
  readonly startsAt?: () => CallWith;
  /** The address of the phone under control that the administrator set; `{user}` is the person's user name. */
  readonly givenAddress?: () => string;
  /** This call is to the other phone, for whom the person wants to speak with. */
  readonly onStandIn?: (callId: CallId, target: string) => void;
  /** The phone speaks. */
  readonly onOnCall: (isOnCall: boolean) => void;
  readonly onForward?: (forward: Forward) => void;
  readonly onSilence?: (isSilent: boolean) => void;
}

export type RoutedCalls = CallVerbs & Pick<Handlers, 'calls/dial' | 'calls/preview'>;

export interface DeskPhoneService {
  readonly handlers: Pick<
    Handlers,
    | 'desk-phone/set-mode'
    | 'desk-phone/choose'
    | 'desk-phone/set-address'
    | 'desk-phone/set-number'
    | 'desk-phone/set-forward'
    | 'desk-phone/set-silence'
    | 'desk-phone/end'
  >;
  /** The commands of calls, each at the phone that the call is with, or is to be made with; emergency calls are always this computer's. */
  readonly calls: RoutedCalls;
  start(identity: Pick<IdentityStore, 'keyValue' | 'callLog'>): Promise<void>;
  stop(): Promise<void>;
  /** The server's account that reaches the phones by WebDialer; none: as for a plain SIP account. */
  begin(account: PhoneSettingsAccount | undefined): void;
  /** Calls of this computer as they are published. */
  callChanged(id: string, call: Call | undefined): void;
  /** The phone on the desk has a call that isn't only ringing. */
  isOnCall(): boolean;
  /** Rings at the phone on the desk, from this number: it needn't ring here as well. */
  isRingingAt(address: string): boolean;
}

const KEY = 'desk-phone';
/** After the sign-in, before anybody looks for the switch. */
const LOOK_MS = 5_000;
/** `isOn` is how it was kept before there were other ways. */
const keptSchema = z.object({
  mode: z.optional(callWithSchema),
  isOn: z.optional(z.boolean()),
  device: z.optional(z.string()),
  line: z.optional(z.string()),
  address: z.optional(z.string()),
  number: z.optional(z.string()),
});
const NOTHING: DeskPhone = { state: 'none', mode: 'computer', phones: [] };

export function createDeskPhone(ports: DeskPhonePorts): DeskPhoneService {
  return new DeskPhoneMode(ports);
}

class DeskPhoneMode implements DeskPhoneService {
  readonly handlers: DeskPhoneService['handlers'];
  readonly calls: RoutedCalls;
  private readonly ports: DeskPhonePorts;
  private readonly desk: DeskCalls;
  private readonly controlled: ControlledPhone;
  private readonly webDialer: WebDialerPhone;
  private readonly other: OtherPhone;
  private store: KeyValueStore | undefined;
  private callLog: CallLogStore | undefined;
  private stopListening: () => void = () => {};
  private stopLook: () => void = () => {};
  private shown: DeskPhone = NOTHING;
  /** What the person set; it comes before the administrator's. */
  private ownAddress = '';
  private givenAddress = '';

  constructor(ports: DeskPhonePorts) {
    this.ports = ports;
    const onChange = (): void => ports.onOnCall(this.isOnCall());
    const onFailed = (phoneId: string): void => void this.controlled.link?.clear(phoneId);
    this.desk = new DeskCalls({ ...ports, callLog: () => this.callLog, onChange, onFailed });
    this.controlled = new ControlledPhone({
      ...ports,
      onState: (control) => this.showControl(control),
      onCalls: (event) => this.desk.told(event),
      onLost: () => this.desk.lost(),
      onForward: (forward) => ports.onForward?.(forward),
      onSilence: (isSilent) => ports.onSilence?.(isSilent),
    });
    this.webDialer = new WebDialerPhone(ports.phones, (change) => this.show(change));
    this.other = new OtherPhone(ports.calls, (other) => this.show({ other }), ports.onStandIn);
    const routed = routeCalls(ports.calls, { desk: this.desk, link: () => this.controlled.link });
    this.calls = { ...ports.calls, ...routed, 'calls/dial': this.dialBy(ports.calls) };
    this.handlers = {
      'desk-phone/set-mode': ({ mode }) => this.setMode(mode),
      'desk-phone/choose': (line) => this.choose(line),
      'desk-phone/set-address': ({ address }) => this.setAddress(address.trim()),
      'desk-phone/set-number': ({ number }) => this.setNumber(number.trim()),
      'desk-phone/set-forward': ({ number }) => this.controlled.setForward(number.trim()),
      'desk-phone/set-silence': ({ isSilent }) => this.controlled.setSilence(isSilent),
      'desk-phone/end': () => this.webDialer.end(),
    };
  }

  async start({ keyValue, callLog }: Pick<IdentityStore, 'keyValue' | 'callLog'>): Promise<void> {
    this.store = keyValue;
    this.callLog = callLog;
    const kept = await readKept(keyValue);
    this.webDialer.choose(kept);
    this.ownAddress = kept.address ?? '';
    this.controlled.setAddress(this.ownAddress);
    this.other.setNumber(kept.number ?? '');
    this.show({ mode: kept.mode ?? this.firstMode(kept.isOn) });
    this.stopListening = this.ports.sip.on((event) => {
      const isThere = event.kind === 'registration' && event.registration.kind === 'registered';
      if (isThere) this.takeAgain();
    });
  }

  async stop(): Promise<void> {
    this.stopListening();
    this.stopLook();
    this.webDialer.reset();
    this.ownAddress = '';
    this.givenAddress = '';
    this.controlled.setAddress('');
    this.desk.clear();
    this.other.reset();
    this.store = undefined;
    this.callLog = undefined;
    this.shown = NOTHING;
    this.ports.publisher.remove('deskPhone', ONLY);
  }

  private firstMode(wasOn: boolean | undefined): CallWith {
    if (wasOn !== undefined) return wasOn ? 'desk' : 'computer';
    return this.ports.startsAt?.() ?? 'computer';
  }

  begin(account: PhoneSettingsAccount | undefined): void {
    this.webDialer.begin(account);
    this.givenAddress = addressFor(this.ports.givenAddress?.() ?? '', account?.username);
    const address = this.ownAddress || this.givenAddress;
    if (address !== this.controlled.address) this.controlled.setAddress(address);
    const isLeft = account !== undefined || this.controlled.address !== '' || this.shown.mode !== 'desk';
    this.show({ state: account ? 'idle' : 'none', ...(!isLeft && { mode: 'computer' }) });
    this.stopLook();
    // Signing in comes first. Whoever uses it already knows that it is there.
    this.stopLook = this.ports.clock.after(LOOK_MS, () => {
      if (this.shown.state === 'idle' && this.shown.mode !== 'desk') void this.webDialer.look();
    });
  }

  callChanged(id: string, call: Call | undefined): void {
    if (call?.phone === undefined) this.other.callChanged(id, call);
  }

  isOnCall(): boolean {
    return this.desk.active().some(({ state }) => state !== 'ringing-in');
  }

  isRingingAt(address: string): boolean {
    return this.desk
      .active()
      .some((call) => call.state === 'ringing-in' && call.peer.address === address && address !== '');
  }

  private dialBy(own: RoutedCalls): Handlers['calls/dial'] {
    return async (argument, context) => {
      const { mode } = this.shown;
      if (mode === 'computer') return own['calls/dial'](argument, context);
      const preview = await own['calls/preview'](argument, context);
      if (preview.ok && preview.value.isEmergency) return own['calls/dial'](argument, context);
      if (!preview.ok) return preview;
      if (mode === 'other') return this.other.dial(preview.value.number);
      if (this.controlled.address === '') return this.webDialer.dial(preview.value.number, context.signal);
      return this.dialByControl(preview.value.number);
    };
  }

  private async dialByControl(number: string): ReturnType<Handlers['calls/dial']> {
    const { link } = this.controlled;
    if (!link) return fail('desk-phone.lost');
    const begun = await link.dial(number);
    return begun.ok ? ok({ callId: this.desk.expect(begun.value.id) }) : begun;
  }

  private async setMode(mode: CallWith): Promise<Result<void>> {
    const { address } = this.controlled;
    if (mode !== 'desk') this.controlled.release();
    if (mode !== 'desk' || address !== '') this.show({ mode });
    const taken =
      mode !== 'desk'
        ? ok()
        : address === ''
          ? await this.webDialer.take()
          : // What comes of it is shown; the mode stays on while it is tried again.
            await this.controlled.take().then(() => ok());
    if (taken.ok) this.show({ mode });
    await this.keep();
    return taken;
  }

  private async choose(line: PhoneLine): Promise<Result<void>> {
    const isTheirs = this.shown.phones.some(
      (each) => each.device === line.device && each.lines.includes(line.line),
    );
    if (!isTheirs) return fail('desk-phone.no-phone');
    this.webDialer.choose(line);
    await this.keep();
    return ok();
  }

  private async setAddress(address: string): Promise<Result<void>> {
    const target = address === '' ? undefined : parseDialTarget(address);
    if (target && !target.ok) return target;
    const isOn = this.shown.mode === 'desk';
    this.ownAddress = address;
    this.controlled.setAddress(address || this.givenAddress);
    if (this.controlled.address === '') {
      const { control: _, ...rest } = this.shown;
      this.shown = rest;
      this.show({});
    }
    await this.keep();
    return isOn
      ? this.setMode(this.controlled.address === '' && this.shown.state === 'none' ? 'computer' : 'desk')
      : ok();
  }

  private async setNumber(number: string): Promise<Result<void>> {
    const target = number === '' ? undefined : parseDialTarget(number);
    if (target && !target.ok) return target;
    // Whoever would be called first must not be the fire brigade.
    if (target?.value.kind === 'number' && target.value.isEmergency)
      return fail('call.bad-number', { number });
    this.other.setNumber(number);
    await this.keep();
    return ok();
  }

  /** The registration is there, perhaps again: a phone that is wanted and not held is taken. */
  private takeAgain(): void {
    if (this.shown.mode !== 'desk' || this.controlled.address === '') return;
    if (this.shown.control?.state === 'off') void this.controlled.take();
    else this.controlled.nudge();
  }

  private showControl(control: NonNullable<DeskPhone['control']>): void {
    if (control.address !== '') this.show({ control });
  }

  private show(change: Partial<DeskPhone>): void {
    this.shown = { ...this.shown, ...change };
    if (this.shown.dialled === '') {
      const { dialled: _, ...rest } = this.shown;
      this.shown = rest;
    }
    this.ports.publisher.set('deskPhone', ONLY, this.shown);
  }

  private async keep(): Promise<void> {
    const { mode, chosen } = this.shown;
    const kept = { mode, ...chosen, address: this.ownAddress, number: this.other.number };
    await this.store?.set(KEY, JSON.stringify(kept));
  }
}

/** Nothing where the user name that it asks for is not known, or where it is no address. */
function addressFor(template: string, user: string | undefined): string {
  if (template.includes('{user}') && user === undefined) return '';
  const address = template.trim().replaceAll('{user}', encodeURIComponent(user ?? ''));
  return address !== '' && parseDialTarget(address).ok ? address : '';
}

async function readKept(store: KeyValueStore): Promise<z.infer<typeof keptSchema>> {
  try {
    return keptSchema.parse(JSON.parse((await store.get(KEY)) ?? '{}'));
  } catch {
    return {};
  }
}
