import * as z from 'zod/mini';
import { ONLY } from '../../../shared/contract/topics.ts';
import type { DeskPhone } from '../../../shared/domain/desk-phone.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { DeskPhones, ListedPhone, PhoneLine } from '../../ports/desk-phone.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { PhoneSettingsAccount } from '../../ports/phone-settings.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { IdentityStore, KeyValueStore } from '../../ports/storage.port.ts';

export interface DeskPhonePorts {
  readonly phones: DeskPhones;
  readonly publisher: Publisher;
}

export interface DeskPhoneService {
  readonly handlers: Pick<Handlers, 'desk-phone/set-mode' | 'desk-phone/choose' | 'desk-phone/end'>;
  start(identity: Pick<IdentityStore, 'keyValue'>): Promise<void>;
  stop(): Promise<void>;
  /** The server's account that reaches the phones; none: as for a plain SIP account. */
  begin(account: PhoneSettingsAccount | undefined): void;
  /** The command to dial, by the desk phone while the mode is on; emergency calls are always this computer's. */
  dialBy(calls: Pick<Handlers, 'calls/dial' | 'calls/preview'>): Handlers['calls/dial'];
}

const KEY = 'desk-phone';
const keptSchema = z.object({ isOn: z.boolean(), device: z.string(), line: z.string() });
const NOTHING: DeskPhone = { state: 'none', isOn: false, phones: [] };
/** What a phone can be told to dial: its plan takes it from there. */
const NUMBER = /^\+?[0-9*#]{1,50}$/;

export function createDeskPhone(ports: DeskPhonePorts): DeskPhoneService {
  return new DeskPhoneMode(ports);
}

class DeskPhoneMode implements DeskPhoneService {
  readonly handlers: DeskPhoneService['handlers'];
  private readonly ports: DeskPhonePorts;
  private store: KeyValueStore | undefined;
  private account: PhoneSettingsAccount | undefined;
  private shown: DeskPhone = NOTHING;
  private running = new AbortController();

  constructor(ports: DeskPhonePorts) {
    this.ports = ports;
    this.handlers = {
      'desk-phone/set-mode': ({ isOn }) => this.setMode(isOn),
      'desk-phone/choose': (line) => this.choose(line),
      'desk-phone/end': () => this.end(),
    };
  }

  async start({ keyValue }: Pick<IdentityStore, 'keyValue'>): Promise<void> {
    this.store = keyValue;
    const kept = await readKept(keyValue);
    this.show(kept ? { isOn: kept.isOn, chosen: { device: kept.device, line: kept.line } } : {});
  }

  async stop(): Promise<void> {
    this.running.abort();
    this.store = undefined;
    this.account = undefined;
    this.shown = NOTHING;
    this.ports.publisher.remove('deskPhone', ONLY);
  }

  begin(account: PhoneSettingsAccount | undefined): void {
    this.running.abort();
    this.running = new AbortController();
    this.account = account;
    this.show({ state: account ? 'idle' : 'none', ...(!account && { isOn: false }) });
  }

  dialBy(calls: Pick<Handlers, 'calls/dial' | 'calls/preview'>): Handlers['calls/dial'] {
    return async (argument, context) => {
      if (!this.shown.isOn) return calls['calls/dial'](argument, context);
      const preview = await calls['calls/preview'](argument, context);
      if (preview.ok && preview.value.isEmergency) return calls['calls/dial'](argument, context);
      if (!preview.ok) return preview;
      const told = await this.dial(preview.value.number, context.signal);
      return told.ok ? ok({ callId: 'desk-phone' as CallId }) : told;
    };
  }

  private async setMode(isOn: boolean): Promise<Result<void>> {
    const { account } = this;
    if (!isOn) {
      this.show({ isOn: false });
      await this.keep();
      return ok();
    }
    if (!account) return fail('desk-phone.none');
    // WebDialer's form of tokens is not public (cisco-uc 14.2).
    if (account.tokens) return fail('desk-phone.needs-password');
    this.show({ state: 'looking' });
    const { signal } = this.running;
    const listed = await this.ports.phones.list(account, signal);
    if (signal.aborted) return fail('app.cancelled');
    const phones = listed.ok ? listed.value.filter(({ lines }) => lines.length > 0) : [];
    const chosen = choiceAmong(phones, this.shown.chosen);
    if (!listed.ok || !chosen) {
      this.show({ state: 'idle' });
      return listed.ok ? fail('desk-phone.no-phone') : listed;
    }
    const copied = phones.map((phone) => ({ ...phone, lines: [...phone.lines] }));
    this.show({ state: 'ready', isOn: true, phones: copied, chosen });
    await this.keep();
    return ok();
  }

  private async choose({ device, line }: PhoneLine): Promise<Result<void>> {
    const isTheirs = this.shown.phones.some((each) => each.device === device && each.lines.includes(line));
    if (!isTheirs) return fail('desk-phone.no-phone');
    this.show({ chosen: { device, line } });
    await this.keep();
    return ok();
  }

  private async dial(number: string, signal: AbortSignal): Promise<Result<void>> {
    const { account } = this;
    const { chosen } = this.shown;
    if (!account || !chosen) return fail('desk-phone.none');
    if (!NUMBER.test(number)) return fail('desk-phone.numbers-only');
    const told = await this.ports.phones.dial(account, chosen, number, signal);
    if (told.ok) this.show({ dialled: number });
    return told;
  }

  private async end(): Promise<Result<void>> {
    const { account } = this;
    const { chosen } = this.shown;
    if (!account || !chosen) return fail('desk-phone.none');
    const told = await this.ports.phones.end(account, chosen, this.running.signal);
    // Refused: it has ended already, as far as anybody can say from here. The button must not stay for ever.
    if (told.ok || told.error.code === 'desk-phone.refused') {
      const { dialled: _, ...rest } = this.shown;
      this.shown = rest;
      this.show({});
    }
    return told;
  }

  private show(change: Partial<DeskPhone>): void {
    this.shown = { ...this.shown, ...change };
    this.ports.publisher.set('deskPhone', ONLY, this.shown);
  }

  private async keep(): Promise<void> {
    const { isOn, chosen } = this.shown;
    if (chosen) await this.store?.set(KEY, JSON.stringify({ isOn, ...chosen }));
  }
}

async function readKept(store: KeyValueStore): Promise<z.infer<typeof keptSchema> | undefined> {
  try {
    return keptSchema.parse(JSON.parse((await store.get(KEY)) ?? ''));
  } catch {
    return undefined;
  }
}

/** The one of last time, while it is there; else the first. */
function choiceAmong(phones: readonly ListedPhone[], before: PhoneLine | undefined): PhoneLine | undefined {
  const same = phones.find(({ device, lines }) => device === before?.device && lines.includes(before.line));
  if (same && before) return before;
  const [first] = phones;
  const line = first?.lines[0];
  return first && line !== undefined ? { device: first.device, line } : undefined;
}
