import { useEffect, useState } from 'react';
import type { Settings } from '../../shared/domain/settings.ts';
import { languageFor } from '../../shared/text/languages.ts';
import { useEntities } from '../bridge/bridge-context.tsx';
import { showLanguage } from '../text/show-language.ts';
import { languageInForce } from '../text/text.ts';

/**
 * The language that the screens are in; they are built anew when it changes. A call is not disturbed for it: another
 * choice waits until it has ended.
 */
export function useLanguage(choice: Settings['language']): string {
  const [current, setCurrent] = useState<string>(languageInForce);
  const isOnCall = [...useEntities('calls').values()].some(({ state }) => state !== 'ended');
  useEffect(() => {
    const wanted = languageFor(choice, navigator.languages);
    // A made-up language is for trying layouts: no setting leads away from it.
    if (isOnCall || current === wanted || current.includes('-X')) return;
    let isStale = false;
    void showLanguage(wanted).then(() => !isStale && setCurrent(wanted));
    return () => {
      isStale = true;
    };
  }, [choice, isOnCall, current]);
  return current;
}
