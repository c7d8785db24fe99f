import { ok } from '../../../shared/errors/result.ts';
import type { LeaveReason, Returning } from './session.machine.ts';
import type { SessionPorts } from './session-ports.ts';

/**
 * Forgets what a way of leaving forgets (A11): signing out the password or tokens and where the services were, resetting
 * everything but, if wanted, the history. Tells what the next sign-in may begin with.
 */
export async function forgetSession(ports: SessionPorts, reason: LeaveReason): Promise<Returning> {
  const { cache, credentials, certificates, storage, log } = ports;
  const last = await cache.last.get();
  if (reason === 'sign-out') {
    if (last) await Promise.all([credentials.forget(last.address), cache.deployment(last.address).forget()]);
    return { ...last, canOpenOffline: false };
  }
  const keepHistory = reason === 'reset-keep-history';
  // Pictures that were sent belong to the history.
  if (last && !keepHistory) await ports.forgetFiles?.(last.address);
  const deleted = last ? await storage.deleteIdentity(last.address, { keepHistory }) : ok();
  await Promise.all([cache.forgetEverything(), credentials.forgetAll(), certificates.forgetPins()]);
  if (!deleted.ok) log.warn('identity not deleted', { code: deleted.error.code });
  return { canOpenOffline: false };
}
