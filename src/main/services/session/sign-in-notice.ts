import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';

/** Longer than any notice that people read. */
const LONGEST = 20_000;

/**
 * Shows the organisation's notice and waits until it is accepted (A13). Without one, nobody is asked. Sources that hold one
 * line only write `\\n` where a new line begins. Errors: auth.notice-declined, app.cancelled.
 */
export async function acceptNotice(
  ports: { readonly prompter: Prompter; readonly log: Log },
  configuration: EffectiveConfiguration,
  signal: AbortSignal,
): Promise<Result<void>> {
  const text = configuration.text('LoginBanner').replaceAll('\\n', '\n').slice(0, LONGEST).trim();
  if (text === '') return ok();
  const isAccepted = await ports.prompter.ask({ kind: 'banner', text }, signal);
  if (signal.aborted) return fail('app.cancelled');
  ports.log.info('log-on notice answered', { isAccepted });
  return isAccepted ? ok() : fail('auth.notice-declined');
}
