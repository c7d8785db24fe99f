import { createPublication } from '../router/publication.ts';
import type { Host } from '../ports/host.port.ts';
import { createCertificates } from '../services/session/certificates.ts';
import { createEngines } from './create-engines.ts';
import { createTrace } from './machine/trace-recorder.ts';
import type { AppObserver } from './observer.ts';
import { openStorage } from './open-storage.ts';
import { createPrompts } from './prompts.ts';
import type { Tap } from './tap.ts';
import type { Unattended } from './unattended-account.ts';

export interface AppOptions {
  readonly observer?: AppObserver;
  /** Unattended mode: where to look, and who signs in by itself. */
  readonly unattended?: Unattended;
  readonly tap?: Tap;
}

/** What every service stands on: the machine, what is published and asked, the databases, trust, and the protocols. */
export async function createFoundation(host: Host, options: AppOptions) {
  const { clock, random, log } = host;
  const trace = createTrace(clock);
  const publication = createPublication();
  const prompts = createPrompts({ publisher: publication, clock, random });
  const { prompter } = prompts;
  const storage = await openStorage(host, prompter);
  const certificates = createCertificates({
    store: storage.profile,
    prompter,
    log: log.child('certificates'),
    authorities: options.unattended?.authorities ?? [],
  });
  const engines = createEngines(host, certificates.trust, trace, { ...options.unattended, tap: options.tap });
  return {
    host,
    observer: options.observer,
    publication,
    prompts,
    storage,
    certificates,
    engines,
    /** What most parts ask for, under the names they ask by. */
    common: { clock, random, trace, prompter, publisher: publication },
  };
}

export type Foundation = Awaited<ReturnType<typeof createFoundation>>;
