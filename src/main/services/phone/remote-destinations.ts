import type { Destination, Phone } from '../../../shared/domain/phone.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { PhoneSettingsAccount } from '../../ports/phone-settings.port.ts';
import type { RemoteDestination, RemoteDestinations } from '../../ports/remote-destinations.port.ts';
import { parseDialTarget } from '../calls/dial-target.ts';

export interface KeptDestinationsPorts {
  readonly source: RemoteDestinations;
  readonly show: (change: Pick<Phone, 'destinations'>) => void;
}

/**
 * The person's remote destinations (V8): read once an account is there, and again after each change, because what the server
 * made of it is what counts. A server or person without them has none to show.
 */
export class KeptDestinations {
  readonly #ports: KeptDestinationsPorts;
  #account: PhoneSettingsAccount | undefined;
  #signal: AbortSignal = new AbortController().signal;
  #kept: readonly RemoteDestination[] = [];

  constructor(ports: KeptDestinationsPorts) {
    this.#ports = ports;
  }

  /** A running call can be sent to one of them. */
  get canMove(): boolean {
    return this.#kept.some((one) => one.canMove);
  }

  async begin(account: PhoneSettingsAccount | undefined, signal: AbortSignal): Promise<void> {
    this.#account = account;
    this.#signal = signal;
    this.#kept = [];
    if (account) await this.#read(account);
  }

  async save(change: Parameters<Handlers['phone/save-destination']>[0]): Promise<Result<void>> {
    const account = this.#account;
    const number = change.number.replace(/[\s()./-]/g, '');
    const target = parseDialTarget(number);
    if (!target.ok) return target;
    // Whoever rings with one's own phone must not be the fire brigade.
    if (target.value.kind !== 'number' || target.value.isEmergency)
      return fail('call.bad-number', { number: change.number });
    const known = this.#kept.find(({ id }) => id === change.id);
    // A new one belongs where the others do; only an administrator makes the first profile.
    const like = known ?? this.#kept[0];
    if (!account || !like || (change.id !== undefined && !known)) return fail('call.not-possible-now');
    const { id: _, ...belonging } = like;
    const name = change.name.trim() || number;
    const saved = await this.#ports.source.save(
      account,
      { ...belonging, ...(change.id !== undefined && { id: change.id }), name, number, rings: change.rings },
      this.#signal,
    );
    if (saved.ok) await this.#read(account);
    const isKept = this.#kept.some((one) => one.number === number && one.rings === change.rings);
    if (saved.ok && isKept) return ok();
    return fail(
      'desk-phone.destination-refused',
      { number: change.number },
      saved.ok ? 'not kept' : saved.error.detail,
    );
  }

  async #read(account: PhoneSettingsAccount): Promise<void> {
    const signal = this.#signal;
    const read = await this.#ports.source.read(account, signal);
    if (signal.aborted || !read.ok) return;
    this.#kept = read.value;
    if (read.value.length > 0) this.#ports.show({ destinations: read.value.map(shown) });
  }
}

const shown = ({ id, name, number, rings, canMove }: RemoteDestination): Destination => ({
  id,
  name,
  number,
  rings,
  canMove,
});
