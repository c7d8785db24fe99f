import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { HistoryState } from '../../../shared/domain/history.ts';
import type { Settings } from '../../../shared/domain/settings.ts';

/** What is kept of what is said, and for how long: the person's choice, but never longer than the administrator allows (M13). */
export function retention(
  settings: Pick<Settings, 'keepChats'>,
  policies: EffectiveConfiguration,
): HistoryState {
  if (policies.isOn('Disable_IM_History')) return { isKept: false, isDecided: true };
  const chosen = settings.keepChats === 'forever' ? undefined : Number(settings.keepChats);
  const allowed = policies.number('IM_History_Days');
  if (allowed === undefined || allowed <= 0)
    return { isKept: true, isDecided: false, ...(chosen !== undefined && { days: chosen }) };
  return { isKept: true, isDecided: true, days: Math.min(allowed, chosen ?? allowed) };
}
