import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { useProblemReport } from '../../ui/problem-report.ts';
import styles from './about.module.css';
import { HelpPreferences } from './help-preferences.tsx';
import { HelpUpdate } from './help-update.tsx';
import { HelpUsage } from './help-usage.tsx';
import { WebexDialog } from './webex-dialog.tsx';

/** Help: which version this is, how what it stores is protected, and the ways to support. */
export function About({ caps }: { readonly caps: HostCaps }) {
  const report = useProblemReport();
  const support = useOnly('support');
  const { call } = useBridge();
  const selfCare = support?.links.selfCare;
  const [isMoving, setMoving] = useState(false);
  return (
    <div className={styles['about']}>
      <strong className={styles['name']}>{text('app.name')}</strong>
      <dl className={styles['facts']}>
        <dt>{text('about.version')}</dt>
        <dd>{caps.version}</dd>
        <dt>{text('about.platform')}</dt>
        <dd>{text(`about.platform.${caps.platform}`)}</dd>
        <dt>{text('about.secrets')}</dt>
        <dd>{text(`about.secrets.${caps.secretStore}`)}</dd>
      </dl>
      <p className={styles['note']}>{text('about.data')}</p>
      <div className={styles['actions']}>
        {report && <Button onClick={report}>{text('report.open')}</Button>}
        {selfCare !== undefined && (
          <Button onClick={() => void call('links/open-external', { url: selfCare })}>
            {text('support.self-care')}
          </Button>
        )}
        {support?.webex && <Button onClick={() => setMoving(true)}>{text('webex.title')}</Button>}
      </div>
      {support && <HelpUpdate update={support.update} />}
      <HelpPreferences />
      {support && <HelpUsage usage={support.usage} />}
      {isMoving && support?.webex && <WebexDialog webex={support.webex} onClose={() => setMoving(false)} />}
    </div>
  );
}
