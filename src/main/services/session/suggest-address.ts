import type { Clock } from '../../ports/clock.port.ts';
import type { Session } from '../../../shared/domain/session.ts';
import type { LocalDeployment } from '../deployment/create-local-deployment.ts';
import type { Suggestion } from '../deployment/suggestion.ts';
import type { SessionEvent } from './session.machine.ts';

export interface AddressSuggesterPorts {
  readonly deployment: Pick<LocalDeployment, 'suggestion' | 'turnDown'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly feed: (event: SessionEvent) => void;
  readonly session: () => Session;
}

/** Brings what can stand in for the typed address to the session (D2). */
export class AddressSuggester {
  private readonly ports: AddressSuggesterPorts;

  constructor(ports: AddressSuggesterPorts) {
    this.ports = ports;
  }

  /** Where nobody has signed in yet, the computer may know who it is: nothing is asked then. */
  async begin(): Promise<void> {
    const { clock, feed, session } = this.ports;
    const suggestion = await this.show();
    if (suggestion?.kind === 'person' && session().phase === 'signed-out')
      feed({ kind: 'begin', address: suggestion.address, at: clock.now(), isSuggested: true });
  }

  /** Shows what there is to suggest now. */
  async show(): Promise<Suggestion | undefined> {
    const { deployment, feed } = this.ports;
    const suggestion = await deployment.suggestion();
    if (suggestion?.kind !== 'domain') {
      feed({ kind: 'suggested' });
      return suggestion;
    }
    const { domain, asks, initial } = suggestion;
    feed({ kind: 'suggested', suggested: { domain, asks, ...(initial !== undefined && { initial }) } });
    return suggestion;
  }

  async turnDown(): Promise<void> {
    await this.ports.deployment.turnDown();
    this.ports.feed({ kind: 'turned-down' });
  }

  /** A user name alone belongs to the domain that was suggested. */
  completed(typed: string): string {
    const session = this.ports.session();
    const suggested = session.phase === 'signed-out' ? session.suggested : undefined;
    const isName = suggested && !typed.includes('@') && typed.trim() !== '';
    return isName ? `${typed.trim()}@${suggested.domain}` : typed;
  }
}
