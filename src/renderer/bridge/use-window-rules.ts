import { defaultWindowRules, type WindowRules } from '../../shared/domain/window-rules.ts';
import { useOnly } from './bridge-context.tsx';

/** What the administrator leaves to the person in this window (S3). */
export function useWindowRules(): WindowRules {
  return useOnly('windowRules') ?? defaultWindowRules;
}
