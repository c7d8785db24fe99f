import { Button } from '@fluentui/react-components';
import type { Session } from '../../../shared/domain/session.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './form.module.css';

type Needs = NonNullable<Extract<Session, { phase: 'signing-in' }>['needs']>;
export type SignOnPlace = 'window' | 'browser';

export interface SingleSignOnFormProps {
  readonly visit: Extract<Needs, { kind: 'single-sign-on' }>;
  readonly onSignOn: (place: SignOnPlace) => void;
}

/** While the provider's page is open elsewhere: where it is, and another way there; when it has ended, why, and once more. */
export function SingleSignOnForm({ visit, onSignOn }: SingleSignOnFormProps) {
  const { host, place, isOpen, error } = visit;
  return (
    <div className={styles['form']}>
      {error && <ErrorBar failure={error} />}
      {isOpen && <p role="status">{text(`sign-in.sso-${place}`, { host })}</p>}
      <div className={styles['choices']}>
        <Button appearance={isOpen ? 'secondary' : 'primary'} autoFocus onClick={() => onSignOn(place)}>
          {text(isOpen ? 'sign-in.sso-again' : 'sign-in.again')}
        </Button>
        {place === 'window' && (
          <Button onClick={() => onSignOn('browser')}>{text('sign-in.sso-in-browser')}</Button>
        )}
      </div>
    </div>
  );
}
