import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { SessionPorts } from './session-ports.ts';
import type { ServicesRun } from './start-services.ts';

/** What every service needs to be there: the identity's store, and our own names. */
type Ready = Pick<ServicesRun, 'identity' | 'installation'>;

/** Opens the identity's store for the services, for one at a time however many ask. */
export class StoreOpening {
  private readonly cache: SessionPorts['cache'];
  private readonly open: (address: string) => Promise<Result<IdentityStore>>;
  private last: Promise<unknown> = Promise.resolve();

  constructor(cache: SessionPorts['cache'], open: (address: string) => Promise<Result<IdentityStore>>) {
    this.cache = cache;
    this.open = open;
  }

  /** Fails with app.cancelled where the sign-in ended meanwhile: what is started then nobody would stop. */
  async ready(address: string, signal: AbortSignal): Promise<Result<Ready>> {
    const opening = this.last.then(() => this.open(address));
    this.last = opening.catch(() => undefined);
    const identity = await opening;
    if (!identity.ok) return identity;
    const installation = await this.cache.installation();
    return signal.aborted ? fail('app.cancelled') : ok({ identity: identity.value, installation });
  }
}
