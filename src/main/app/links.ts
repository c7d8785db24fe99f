import { fail } from '../../shared/errors/result.ts';
import type { Handlers } from '../ports/handlers.port.ts';
import type { Prompter } from '../ports/prompter.port.ts';

/** Until the link service is joined: every link is answered with the sentence for links that cannot be understood. */
export function createLinks({ prompter }: { readonly prompter: Prompter; readonly clock: unknown }): {
  readonly handlers: Pick<Handlers, 'links/open'>;
  open(url: string): void;
} {
  const refuse = () =>
    prompter.tell({
      tone: 'warning',
      text: { key: 'error.link.malformed' },
      error: { code: 'link.malformed' },
    });
  return { open: refuse, handlers: { 'links/open': async () => fail('link.malformed') } };
}
