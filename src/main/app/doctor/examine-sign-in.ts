import {
  type ContractClient,
  createContractClient,
  type EntityChange,
} from '../../../shared/contract/client.ts';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import type { Session } from '../../../shared/domain/session.ts';
import type { TraceSpan } from '../../../shared/domain/trace.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { AppFace } from '../../ports/host.port.ts';
import { createMemoryPair } from '../memory-wire.ts';
import type { ExaminedSignIn } from './examination.ts';

export interface SignInVisit {
  readonly face: AppFace;
  readonly clock: Clock;
  readonly address: string;
  /** Absent: the visit ends where a password is wanted. Answers `undefined` when none was given. */
  readonly askPassword?: (username: string) => Promise<string | undefined>;
}

/** Every time limit of a sign-in fits into it, those of a dead node included. */
const LIMIT_MS = 120_000;

/** Begins the app's own sign-in as its window would, and goes no further than it is allowed to. */
export async function examineSignIn(
  visit: SignInVisit,
): Promise<{ readonly signIn: ExaminedSignIn; readonly trace: readonly TraceSpan[] }> {
  const { wire, carrier } = createMemoryPair();
  visit.face.attach(carrier, 'control');
  const client = createContractClient(wire);
  const signIn = await new Visit(visit, client).result;
  const trace = await client.call('diagnostics/trace');
  await client.call('session/cancel');
  if (signIn.outcome === 'signed-in') await client.call('session/sign-out');
  client.close();
  return { signIn, trace: trace.ok ? trace.value : [] };
}

type Ending = Pick<ExaminedSignIn, 'outcome' | 'error' | 'location'>;

class Visit {
  readonly result: Promise<ExaminedSignIn>;
  private readonly visit: SignInVisit;
  private readonly client: ContractClient;
  private readonly questions: Prompt[] = [];
  private steps: ExaminedSignIn['steps'] = [];
  private isBegun = false;
  private isAsking = false;
  private hasGiven = false;
  private finish: (ending: Ending) => void = () => undefined;

  constructor(visit: SignInVisit, client: ContractClient) {
    this.visit = visit;
    this.client = client;
    const ended = new Promise<Ending>((resolve) => {
      this.finish = resolve;
    });
    const cancel = visit.clock.after(LIMIT_MS, () => this.finish({ outcome: 'timed-out' }));
    this.result = ended.then((ending) => {
      cancel();
      return { ...ending, steps: this.steps, questions: this.questions };
    });
    void this.begin();
  }

  private async begin(): Promise<void> {
    const onChanges = (changes: readonly EntityChange[]): void => {
      for (const change of changes) this.onChange(change);
    };
    await this.client.subscribe(['session', 'prompts'], { snapshot: onChanges, changes: onChanges });
    const begun = await this.client.call('session/begin', { address: this.visit.address });
    if (!begun.ok) this.finish({ outcome: 'failed', error: begun.error });
  }

  private onChange(change: EntityChange): void {
    if (change.topic === 'prompts' && change.value) this.onQuestion(change.value);
    if (change.topic === 'session' && change.value) this.onSession(change.value);
  }

  /** Only the banner stands between a person and the hub; everything else is looked at and turned down. */
  private onQuestion(prompt: Prompt): void {
    if (this.questions.some(({ id }) => id === prompt.id)) return;
    this.questions.push(prompt);
    void this.client.call('prompts/answer', { id: prompt.id, isAccepted: prompt.kind === 'banner' });
  }

  private onSession(session: Session): void {
    if (session.phase === 'signing-in' && session.address === this.visit.address) this.isBegun = true;
    if (!this.isBegun || session.phase === 'starting') return;
    if (session.phase !== 'signed-out' || session.steps.length > 0) this.steps = session.steps;
    switch (session.phase) {
      case 'signed-out':
        return this.finish({ outcome: 'failed', ...(session.error && { error: session.error }) });
      case 'signed-in':
        if (session.steps.some(({ state }) => state === 'running' || state === 'waiting')) return;
        return this.finish({
          outcome: 'signed-in',
          ...(session.location !== undefined && { location: session.location }),
        });
      case 'signing-in':
        return this.onNeeds(session.needs);
    }
  }

  private onNeeds(needs: (Session & { phase: 'signing-in' })['needs']): void {
    if (needs === undefined || this.isAsking) return;
    if (needs.kind === 'single-sign-on') return this.finish({ outcome: 'needs-single-sign-on' });
    const { askPassword } = this.visit;
    if (!askPassword) return this.finish({ outcome: 'needs-password' });
    // A2: one password, shown once.
    if (this.hasGiven) {
      if (needs.error) this.finish({ outcome: 'refused', error: needs.error });
      return;
    }
    this.isAsking = true;
    void askPassword(needs.username).then(async (password) => {
      this.isAsking = false;
      this.hasGiven = true;
      if (password === undefined || password === '') return this.finish({ outcome: 'needs-password' });
      const given = await this.client.call('session/give-password', { password, remember: false });
      if (!given.ok) this.finish({ outcome: 'failed', error: given.error });
    });
  }
}
