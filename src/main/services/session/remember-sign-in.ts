import type { Deployment } from '../../ports/sign-in.port.ts';
import type { PasswordGate } from '../bootstrap/password-gate.ts';
import type { Provisioned } from '../bootstrap/provision.ts';
import { recall } from './credential-store.ts';
import type { SessionPorts } from './session-ports.ts';
import { nameOf } from './who-and-where.ts';

type MemoryPorts = Pick<SessionPorts, 'cache' | 'credentials' | 'log'>;

/** What the next start begins with: who it was and how they were reached, and the password where the person wants that. */
export class SignInMemory {
  private readonly ports: MemoryPorts;
  private readonly gate: PasswordGate;
  private wantsPassword = false;

  constructor(ports: MemoryPorts, gate: PasswordGate) {
    this.ports = ports;
    this.gate = gate;
  }

  /** The person's choice beside the password. */
  choose(wantsPassword: boolean): void {
    this.wantsPassword = wantsPassword;
  }

  async keep({ deployment, configuration }: Provisioned): Promise<void> {
    const { cache } = this.ports;
    const { address } = deployment;
    await Promise.all([
      cache.last.set({ address, name: nameOf(deployment) }),
      cache.deployment(address).set({ deployment, configuration }),
      this.keepPassword(deployment),
    ]);
  }

  async keepPassword({ address, username }: Deployment): Promise<void> {
    if (!this.wantsPassword) return;
    const password = await this.gate.take(username);
    if (!password.ok) return;
    const sealed = await this.ports.credentials.set(address, password.value);
    if (!sealed.ok) this.ports.log.warn('password not remembered', { code: sealed.error.code });
  }

  /** A password that an earlier start has kept for this address. */
  async preset(address: string): Promise<void> {
    const password = await recall(this.ports.credentials, address);
    if (password !== undefined) this.gate.preset(password);
  }
}
