import { useState } from 'react';
import { text } from '../../text/text.ts';
import { CallCard } from './call-card.tsx';
import styles from './call-panel.module.css';
import { keyedCall } from './shown-calls.ts';
import { useCallsInView } from './use-calls-in-view.ts';

export interface CallPanelProps {
  readonly pictureOf: (hash: string | undefined) => string | undefined;
}

/** A card for each call, running ones on top. An ended one goes after ten seconds, later while somebody may be reading it. */
export function CallPanel({ pictureOf }: CallPanelProps) {
  const [isHeldOpen, setHeldOpen] = useState(false);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const { cards } = useCallsInView(isHeldOpen);
  const shown = cards.filter((call) => call.state !== 'ended' || !dismissed.has(call.id));
  const keyed = keyedCall(shown)?.id;
  if (shown.length === 0) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- watches whether somebody reads, nothing to press
    <section
      className={styles['panel']}
      aria-label={text('call.panel')}
      // A place that F6 goes to by itself.
      data-region
      onPointerEnter={() => setHeldOpen(true)}
      onPointerLeave={() => setHeldOpen(false)}
      onFocus={() => setHeldOpen(true)}
      onBlur={() => setHeldOpen(false)}
    >
      {shown.map((call) => (
        <CallCard
          key={call.id}
          call={call}
          hasKeys={call.id === keyed}
          pictureOf={pictureOf}
          onDismiss={() => setDismissed(new Set([...dismissed, call.id]))}
        />
      ))}
    </section>
  );
}
