import type { DeskPhone } from '../../../shared/domain/desk-phone.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { DeskPhones, ListedPhone, PhoneLine } from '../../ports/desk-phone.port.ts';
import type { PhoneSettingsAccount } from '../../ports/phone-settings.port.ts';

type Change = Partial<Pick<DeskPhone, 'state' | 'phones' | 'chosen' | 'dialled'>>;

/** What a phone can be told to dial: its plan takes it from there. */
const NUMBER = /^\+?[0-9*#]{1,50}$/;

/** A phone that can be told to dial and to end, and says nothing itself (WebDialer, cisco-uc 14.2). */
export class WebDialerPhone {
  readonly #phones: DeskPhones;
  readonly #show: (change: Change) => void;
  #account: PhoneSettingsAccount | undefined;
  #chosen: PhoneLine | undefined;
  #running = new AbortController();

  constructor(phones: DeskPhones, show: (change: Change) => void) {
    this.#phones = phones;
    this.#show = show;
  }

  begin(account: PhoneSettingsAccount | undefined): void {
    this.#running.abort();
    this.#running = new AbortController();
    this.#account = account;
  }

  /** Whoever comes next has other phones. */
  reset(): void {
    this.begin(undefined);
    this.#chosen = undefined;
  }

  /** Looks for the person's phones. */
  async take(): Promise<Result<void>> {
    const account = this.#account;
    if (!account) return fail('desk-phone.none');
    // WebDialer's form of tokens is not public (cisco-uc 14.2).
    if (account.tokens) return fail('desk-phone.needs-password');
    this.#show({ state: 'looking' });
    const { signal } = this.#running;
    const listed = await this.#phones.list(account, signal);
    if (signal.aborted) return fail('app.cancelled');
    const phones = listed.ok ? listed.value.filter(({ lines }) => lines.length > 0) : [];
    const chosen = choiceAmong(phones, this.#chosen);
    if (!listed.ok || !chosen) {
      this.#show({ state: hasNone(listed) ? 'none' : 'idle' });
      return listed.ok ? fail('desk-phone.no-phone') : listed;
    }
    this.#chosen = chosen;
    const copied = phones.map((phone) => ({ ...phone, lines: [...phone.lines] }));
    this.#show({ state: 'ready', phones: copied, chosen });
    return ok();
  }

  /** Asks quietly whether the server has such a service at all, so that it is not offered in vain; every other answer tells nothing. */
  async look(): Promise<void> {
    const account = this.#account;
    if (!account || account.tokens) return;
    const { signal } = this.#running;
    const listed = await this.#phones.list(account, signal);
    if (!signal.aborted && hasNone(listed)) this.#show({ state: 'none' });
  }

  choose({
    device,
    line,
  }: {
    readonly device?: string | undefined;
    readonly line?: string | undefined;
  }): void {
    if (device === undefined || line === undefined) return;
    this.#chosen = { device, line };
    this.#show({ chosen: { device, line } });
  }

  async dial(number: string, signal: AbortSignal): Promise<Result<{ callId: CallId }>> {
    const [account, chosen] = [this.#account, this.#chosen];
    if (!account || !chosen) return fail('desk-phone.none');
    if (!NUMBER.test(number)) return fail('desk-phone.numbers-only');
    const told = await this.#phones.dial(account, chosen, number, signal);
    if (!told.ok) return told;
    this.#show({ dialled: number });
    return ok({ callId: 'desk-phone' as CallId });
  }

  async end(): Promise<Result<void>> {
    const [account, chosen] = [this.#account, this.#chosen];
    if (!account || !chosen) return fail('desk-phone.none');
    const told = await this.#phones.end(account, chosen, this.#running.signal);
    // Refused: it has ended already, as far as anybody can say from here. The button must not stay for ever.
    if (told.ok || told.error.code === 'desk-phone.refused') this.#show({ dialled: '' });
    return told;
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

const hasNone = (listed: Result<unknown>): boolean => !listed.ok && listed.error.code === 'desk-phone.none';
