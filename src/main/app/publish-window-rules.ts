import { ONLY } from '../../shared/contract/topics.ts';
import { windowRules } from '../../shared/deployment/window-rules.ts';
import type { Policies } from '../ports/policies.port.ts';
import type { Publisher } from '../ports/publisher.port.ts';

/** Tells the window what the administrator leaves to the person (S3), and again whenever that changes. */
export function publishWindowRules(policies: Policies, publisher: Publisher): void {
  let told = '';
  const tell = (): void => {
    const rules = windowRules(policies.current());
    const now = JSON.stringify(rules);
    if (now !== told) publisher.set('windowRules', ONLY, rules);
    told = now;
  };
  policies.onChange(tell);
  tell();
}
