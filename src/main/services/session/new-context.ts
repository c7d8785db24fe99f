import type { Span } from '../../ports/trace.port.ts';
import { asEntity, type Checklist } from '../bootstrap/checklist.ts';
import type { PasswordGate } from '../bootstrap/password-gate.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';
import type { WorkAddress } from '../bootstrap/work-address.ts';
import type { RunSignOn } from './run-sign-on.ts';
import type { SessionPorts } from './session-ports.ts';
import { errorText } from './who-and-where.ts';

/** What the steps of one sign-in share: the address, who is asked for a password or tokens, and who for trust. */
export function newContext(
  { certificates, prompter }: Pick<SessionPorts, 'certificates' | 'prompter'>,
  run: {
    readonly checklist: Checklist;
    readonly gate: PasswordGate;
    readonly signOn: RunSignOn;
    readonly signal: AbortSignal;
  },
  address: WorkAddress,
  span: Span,
): SignInContext {
  const { checklist, gate, signOn, signal } = run;
  signOn.useAddress(address.full);
  return {
    address,
    ...(signOn.gate && { signOn: signOn.gate }),
    span,
    signal,
    checklist,
    password: gate,
    warn: (error) => prompter.tell({ tone: 'warning', text: errorText(error), error: asEntity(error) }),
    async trusted(step) {
      for (;;) {
        const result = await step();
        if (result.ok || !(await certificates.review(result.error, signal))) return result;
      }
    },
  };
}
