import { Button } from '@fluentui/react-components';
import type { Session } from '../../../shared/domain/session.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { errorText, text } from '../../text/text.ts';
import styles from './service-line.module.css';

type SignInAgain = NonNullable<Extract<Session, { phase: 'signed-in' }>['signInAgain']>;

/** The tokens end soon or have ended: the person signs in again when it suits them; nothing in the hub is touched (A2). */
export function SignInAgainBar({ bar }: { readonly bar: SignInAgain }) {
  const { call } = useBridge();
  const { visit } = bar;
  const failure = visit?.isOpen === false ? visit.error : bar.error;
  const sentence = visit?.isOpen
    ? text(`sign-in.sso-${visit.place}`, { host: visit.host })
    : failure
      ? errorText(failure).sentence
      : text('sign-in.sso-soon');
  const signOn = (place: 'window' | 'browser') => () => void call('session/sign-on', { place });
  return (
    <div className={styles['news']} role="status">
      {sentence}
      {failure && !visit?.isOpen && ` ${text('app.error-id', { id: errorText(failure).id })}`}
      <div className={styles['choices']}>
        <Button size="small" appearance="primary" onClick={signOn(visit?.place ?? 'window')}>
          {text(visit?.isOpen ? 'sign-in.sso-again' : 'sign-in.sso-sign-in-again')}
        </Button>
        {visit && visit.place === 'window' && (
          <Button size="small" onClick={signOn('browser')}>
            {text('sign-in.sso-in-browser')}
          </Button>
        )}
      </div>
    </div>
  );
}
