import { useEffect, useState } from 'react';
import type { CustomTab } from '../../../shared/domain/custom-tab.ts';
import { text } from '../../text/text.ts';
import styles from './tab-frames.module.css';
import type { TabDeskOfWindow } from './use-tab-desk.ts';

/** The page that was chosen. Those visited before stay as they were left, unless they are to be fresh; some are loaded before. */
export function TabFrames({
  tabs,
  current,
  blobBase,
  desk,
}: {
  readonly tabs: readonly CustomTab[];
  readonly current: string | undefined;
  readonly blobBase: string;
  readonly desk: TabDeskOfWindow;
}) {
  const [visited, setVisited] = useState<readonly string[]>([]);
  if (current !== undefined && !visited.includes(current)) setVisited([...visited, current]);
  const shown = tabs.filter(
    ({ id, isRefreshed, isPreloaded }) =>
      id === current || (!isRefreshed && (visited.includes(id) || isPreloaded === true)),
  );
  return shown.map((tab) => (
    // Of another host, or to be fresh: another page, nothing of the one before stays.
    <TabFrame
      key={`${tab.id} ${tab.host} ${tab.turn}`}
      {...{ tab, blobBase, desk, isShown: tab.id === current }}
    />
  ));
}

function TabFrame({
  tab: { id, title, host, isOwn },
  isShown,
  blobBase,
  desk,
}: {
  readonly tab: CustomTab;
  readonly isShown: boolean;
  readonly blobBase: string;
  readonly desk: TabDeskOfWindow;
}) {
  const { doors, forget } = desk;
  useEffect(() => () => forget(id), [forget, id]);
  return (
    <section className={styles['pane']} hidden={!isShown} aria-label={title}>
      <p className={styles['from']}>{text(isOwn ? 'tabs.own-from' : 'tabs.from', { host })}</p>
      <iframe
        className={styles['frame']}
        ref={(frame) => {
          if (frame) doors.current.set(id, frame);
          return () => void doors.current.delete(id);
        }}
        src={`${blobBase}tab/${id}`}
        title={title}
      />
    </section>
  );
}
