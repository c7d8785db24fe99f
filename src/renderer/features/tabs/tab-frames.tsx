import { useState } from 'react';
import type { CustomTab } from '../../../shared/domain/custom-tab.ts';
import { text } from '../../text/text.ts';
import styles from './tab-frames.module.css';

/** The organisation's page that was chosen. Those visited before stay as they were left, unless they are to be fresh. */
export function TabFrames({
  tabs,
  current,
  blobBase,
}: {
  readonly tabs: readonly CustomTab[];
  readonly current: string | undefined;
  readonly blobBase: string;
}) {
  const [visited, setVisited] = useState<readonly string[]>([]);
  if (current !== undefined && !visited.includes(current)) setVisited([...visited, current]);
  const shown = tabs.filter(
    ({ id, isRefreshed }) => id === current || (!isRefreshed && visited.includes(id)),
  );
  return shown.map(({ id, title, host }) => (
    <section key={id} className={styles['pane']} hidden={id !== current} aria-label={title}>
      <p className={styles['from']}>{text('tabs.from', { host })}</p>
      <iframe className={styles['frame']} src={`${blobBase}tab/${id}`} title={title} />
    </section>
  ));
}
