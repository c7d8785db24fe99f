import { useEffect, useEffectEvent, useState } from 'react';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { connectAnnouncements } from './announcements.ts';

/** Lines that are kept: several may come before a screen reader has got to the first. */
const KEPT = 5;

interface Line {
  readonly id: number;
  readonly words: string;
}

/** The window's one region that only speaks; it stands there from the start, or its first words would not be heard. */
export function Announcer({ open }: { readonly open: ConversationId | undefined }) {
  const bridge = useBridge();
  const [lines, setLines] = useState<readonly Line[]>([]);
  const openNow = useEffectEvent(() => open);
  useEffect(
    () =>
      connectAnnouncements(bridge, {
        say: (words) =>
          setLines((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, words }].slice(-KEPT)),
        open: () => openNow(),
        now: Date.now,
      }),
    [bridge],
  );
  return (
    <div className="p-visually-hidden" aria-live="polite" aria-relevant="additions" data-announcer>
      {lines.map(({ id, words }) => (
        <p key={id}>{words}</p>
      ))}
    </div>
  );
}
