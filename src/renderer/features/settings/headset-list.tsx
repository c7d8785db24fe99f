import { Button } from '@fluentui/react-components';
import { HeadsetRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { text } from '../../text/text.ts';
import styles from './calendar-accounts.module.css';
import controls from './setting-control.module.css';
import { useHeadsetDesk, useHeadsets } from './headset-context.tsx';

/** Headsets whose buttons control calls, and the way to let one in or put it out (V13). */
export function HeadsetList() {
  const desk = useHeadsetDesk();
  const headsets = useHeadsets();
  const [said, setSaid] = useState<'none-chosen' | 'failed'>();
  if (!desk.isPossible) return null;
  const choose = async () => {
    setSaid(undefined);
    try {
      if (!(await desk.choose())) setSaid('none-chosen');
    } catch {
      setSaid('failed');
    }
  };
  return (
    <section aria-labelledby="headsets" className={styles['section']} data-headsets={headsets.length}>
      <h3 id="headsets" className={styles['title']}>
        {text('headset.title')}
      </h3>
      <p className={styles['note']}>{text('headset.help')}</p>
      {headsets.length > 0 && (
        <ul className={styles['list']} aria-labelledby="headsets">
          {headsets.map(({ key, name, state }) => (
            <li key={key} className={styles['account']}>
              <HeadsetRegular className={styles['icon']} />
              <span className={styles['words']}>
                <bdi className={styles['place']}>{name || text('headset.unnamed')}</bdi>
                <span className={styles['note']}>{text(`headset.${state}`)}</span>
              </span>
              <Button
                appearance="subtle"
                size="small"
                aria-label={text('headset.forget-label', { name: name || text('headset.unnamed') })}
                onClick={() => void desk.forget(key)}
              >
                {text('headset.forget')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button size="small" className={controls['button']} onClick={() => void choose()}>
        {text('headset.choose')}
      </Button>
      <p className={styles['note']} role="status">
        {said && text(`headset.${said}`)}
      </p>
    </section>
  );
}
