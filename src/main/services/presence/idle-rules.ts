import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { IdleRules } from './own-presence.machine.ts';

const MINUTE_MS = 60_000;

/** The person's choice of when absence counts as away, under what the administrator has decided (S3). */
export function idleRules(
  settings: Pick<Settings, 'awayAfter' | 'awayWhenLocked'>,
  policies: EffectiveConfiguration,
): IdleRules {
  const chosen = settings.awayAfter === 'never' ? undefined : Number(settings.awayAfter);
  const minutes = minutesOf(policies, chosen);
  const isAwayWhenLocked = isDecided(policies, 'Set_Status_Away_On_Lock_OS')
    ? policies.isOn('Set_Status_Away_On_Lock_OS')
    : settings.awayWhenLocked;
  return {
    ...(minutes !== undefined && { awayAfterMs: minutes * MINUTE_MS }),
    isAwayWhenLocked,
    countsDuringCalls: policies.isOn('SystemIdleDuringCalls'),
  };
}

function minutesOf(policies: EffectiveConfiguration, chosen: number | undefined): number | undefined {
  const given = policies.number('Set_Status_Inactive_Timeout');
  const hasGiven = isDecided(policies, 'Set_Status_Inactive_Timeout') && given !== undefined && given > 0;
  if (!isDecided(policies, 'Set_Status_Away_On_Inactive')) return hasGiven ? given : chosen;
  if (!policies.isOn('Set_Status_Away_On_Inactive')) return undefined;
  return hasGiven ? given : (chosen ?? policies.number('Set_Status_Inactive_Timeout'));
}

/** Somebody said so: a default is nobody's decision. */
function isDecided({ values }: EffectiveConfiguration, name: string): boolean {
  const value = values.find((each) => each.name === name);
  return value !== undefined && value.source !== 'default';
}
