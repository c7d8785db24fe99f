import { Button } from '@fluentui/react-components';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import { text } from '../../text/text.ts';
import { useProblemReport } from '../../ui/problem-report.ts';
import styles from './about.module.css';

/** Which version this is, and how what it stores is protected. */
export function About({ caps }: { readonly caps: HostCaps }) {
  const report = useProblemReport();
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
      {report && (
        <Button className={styles['action']} onClick={report}>
          {text('report.open')}
        </Button>
      )}
    </div>
  );
}
