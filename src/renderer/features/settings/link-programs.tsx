import { Button, Spinner } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/commands.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './link-programs.module.css';

type Programs = CommandOutput<'links/handlers'>;

/** Which links of other programs Parlance opens, and which another program does; a choice that stays the person's (X4). */
export function LinkPrograms() {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  const [programs, setPrograms] = useState<Programs>();
  const [isAsked, setAsked] = useState(false);
  const look = useCallback(async () => {
    const answer = await call('links/handlers');
    await watch(Promise.resolve(answer));
    if (answer.ok) setPrograms(answer.value);
  }, [call, watch]);
  useEffect(() => {
    void look();
    // The choice is made in the system's settings, and the person comes back from there.
    const again = () => void look();
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, [look]);
  const make = async (scheme: Programs[number]['scheme']) => {
    const answer = await call('links/make-default', { scheme });
    await watch(Promise.resolve(answer));
    if (answer.ok) setAsked(answer.value.outcome === 'asked');
    await look();
  };
  return (
    <section className={styles['part']} aria-labelledby="link-programs">
      <h3 id="link-programs">{text('links.programs')}</h3>
      <p className={styles['note']}>{text('links.programs-help')}</p>
      {failure && <ErrorBar failure={failure} />}
      <p role="status">{isAsked && text('links.asked')}</p>
      {programs === undefined && !failure && <Spinner size="tiny" label={text('links.looking')} />}
      <ul className={styles['list']}>
        {programs?.map((each) => (
          <LinkProgram key={each.scheme} each={each} onMake={() => void make(each.scheme)} />
        ))}
      </ul>
    </section>
  );
}

function LinkProgram({ each, onMake }: { readonly each: Programs[number]; readonly onMake: () => void }) {
  const { scheme, isOurs, program } = each;
  const link = `${scheme}:`;
  const opener = isOurs ? text('app.name') : (program ?? text('links.no-program'));
  return (
    <li className={styles['row']}>
      <span className={styles['words']}>
        <code dir="ltr">{link}</code>
        <span className={styles['opener']}>{opener}</span>
      </span>
      {!isOurs && (
        <Button size="small" aria-label={text('links.make-default-for', { link })} onClick={onMake}>
          {text('links.make-default')}
        </Button>
      )}
    </li>
  );
}
