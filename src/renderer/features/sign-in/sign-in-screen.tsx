import { Button, Link } from '@fluentui/react-components';
import { useState } from 'react';
import type { ManualSettings, Session } from '../../../shared/domain/session.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { errorText, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { useProblemReport } from '../../ui/problem-report.ts';
import { hasBegun, isTypingMistake } from './after-failure.ts';
import { AddressForm } from './address-form.tsx';
import { AdvancedSettings, type AdvancedSettingsProps } from './advanced-settings.tsx';
import { Checklist } from './checklist.tsx';
import { type SignOnPlace, SingleSignOnForm } from './single-sign-on-form.tsx';
import { PasswordForm } from './password-form.tsx';
import styles from './sign-in-screen.module.css';

type SignedOut = Extract<Session, { phase: 'signed-out' }>;
type SigningIn = Extract<Session, { phase: 'signing-in' }>;

export interface SignInScreenProps {
  readonly session: SignedOut | SigningIn;
  /** Secrets of this computer are protected by a key file only; the person is told once, here. */
  readonly hasKeyFile: boolean;
  readonly manual: ManualSettings;
  /** What the last look for services found, to begin with in Advanced settings. */
  readonly found: AdvancedSettingsProps['found'];
  /** The last thing asked for could not be done. */
  readonly failure?: Failure | undefined;
  readonly onBegin: (address: string) => void;
  readonly onPassword: (password: string, remember: boolean) => void;
  /** Shows the identity provider's page, once more or somewhere else. */
  readonly onSignOn: (place: SignOnPlace) => void;
  readonly onCancel: () => void;
  /** The suggested domain or person is not the right one. */
  readonly onUseAnother: () => void;
  /** Signs in again with the address that failed. */
  readonly onRetry: () => void;
  readonly onOpenOffline: () => void;
  readonly onSaveManual: (settings: ManualSettings) => void;
}

/** One card: the address, then the checklist and, in place, the password. */
export function SignInScreen(props: SignInScreenProps) {
  const { session } = props;
  const [isAdvanced, setAdvanced] = useState(false);
  return (
    <main className={styles['screen']}>
      <section className={styles['card']} aria-labelledby="sign-in-title">
        <Mark />
        <h1 id="sign-in-title" className={styles['title']}>
          {isAdvanced ? text('advanced.title') : titleOf(session)}
        </h1>
        {props.failure && <ErrorBar failure={props.failure} />}
        {isAdvanced ? (
          <AdvancedSettings
            settings={props.manual}
            found={props.found}
            onSave={(settings) => {
              props.onSaveManual(settings);
              setAdvanced(false);
            }}
            onCancel={() => setAdvanced(false)}
          />
        ) : session.phase === 'signed-out' ? (
          <SignedOutForm {...props} session={session} onAdvanced={() => setAdvanced(true)} />
        ) : (
          <SigningInForm {...props} session={session} />
        )}
      </section>
      {props.hasKeyFile && <p className={styles['note']}>{text('sign-in.key-file')}</p>}
    </main>
  );
}

function titleOf(session: SignedOut | SigningIn): string {
  return session.phase === 'signed-out' && session.lastName
    ? text('sign-in.welcome-back', { name: session.lastName })
    : text('sign-in.title');
}

function SignedOutForm(
  props: SignInScreenProps & { readonly session: SignedOut; readonly onAdvanced: () => void },
) {
  const { session } = props;
  const report = useProblemReport();
  return (
    <>
      {!session.lastName && <p className={styles['intro']}>{introOf(session)}</p>}
      {session.error && <ErrorBar failure={session.error} action={wayForward(session.error, props)} />}
      {session.error && hasBegun(session) && <Checklist steps={session.steps} isOver />}
      <AddressForm
        // Another question is another form: what stood in the field answered the old one.
        key={session.suggested?.asks ?? 'address'}
        kind={session.suggested?.asks ?? 'address'}
        initial={initialOf(session)}
        onSubmit={props.onBegin}
      />
      {session.suggested && <UseAnother says="sign-in.use-another" onUse={props.onUseAnother} />}
      {session.canOpenOffline && (
        <div className={styles['offline']}>
          <Button onClick={props.onOpenOffline}>{text('sign-in.open-offline')}</Button>
          <span className={styles['hint']}>{text('sign-in.open-offline-hint')}</span>
        </div>
      )}
      {props.manual.kind !== 'automatic' && <p className={styles['hint']}>{text('sign-in.by-hand')}</p>}
      <Link as="button" className={styles['advanced']} onClick={props.onAdvanced}>
        {text('sign-in.advanced')}
      </Link>
      {session.error && !isTypingMistake(session.error) && report && (
        <Link as="button" className={styles['advanced']} onClick={report}>
          {text('report.open')}
        </Link>
      )}
    </>
  );
}

function introOf({ suggested }: SignedOut): string {
  return suggested ? text('sign-in.known-domain', { domain: suggested.domain }) : text('sign-in.intro');
}

/** After a failure what was typed, in the form in which it was asked for. */
function initialOf({ suggested, lastAddress = '' }: SignedOut): string {
  if (!suggested) return lastAddress;
  const end = `@${suggested.domain}`;
  if (suggested.asks === 'user-name' && lastAddress.endsWith(end)) return lastAddress.slice(0, -end.length);
  return lastAddress === '' ? (suggested.initial ?? '') : lastAddress;
}

function UseAnother(props: {
  readonly says: 'sign-in.use-another' | 'sign-in.not-you';
  readonly onUse: () => void;
}) {
  return (
    <Link as="button" className={styles['advanced']} onClick={props.onUse}>
      {text(props.says)}
    </Link>
  );
}

/** What the person can press after this failure; for a mistyped address the field below is enough. */
function wayForward(
  failure: NonNullable<SignedOut['error']>,
  { onRetry, onAdvanced }: { readonly onRetry: () => void; readonly onAdvanced: () => void },
): { readonly label: string; readonly run: () => void } | undefined {
  const { action } = errorText(failure);
  if (action === 'edit-address') return undefined;
  if (action === 'open-advanced') return { label: text('sign-in.advanced'), run: onAdvanced };
  const label = action === 'review-certificate' ? 'sign-in.review-certificate' : 'sign-in.again';
  return { label: text(label), run: onRetry };
}

function SigningInForm(props: SignInScreenProps & { readonly session: SigningIn }) {
  const { session } = props;
  return (
    <>
      <p className={styles['address']}>{session.address}</p>
      {session.isSuggested && <UseAnother says="sign-in.not-you" onUse={props.onUseAnother} />}
      {session.needs?.kind === 'password' && (
        <PasswordForm
          // A refusal starts the form afresh: the old password is not sent again by a second Enter.
          key={session.needs.error ? 'again' : 'first'}
          username={session.needs.username}
          error={session.needs.error}
          canRemember={session.needs.canRemember}
          onSubmit={props.onPassword}
        />
      )}
      {session.needs?.kind === 'single-sign-on' && (
        <SingleSignOnForm visit={session.needs} onSignOn={props.onSignOn} />
      )}
      <Checklist steps={session.steps} isOver={false} />
      <Button onClick={props.onCancel}>{text('sign-in.cancel')}</Button>
    </>
  );
}

/** Two speech marks that meet: talk, by text or by voice. */
export function Mark() {
  return (
    <svg className={styles['mark']} viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
      <path d="M8 10h20a6 6 0 0 1 6 6v8a6 6 0 0 1-6 6H18l-8 7v-7H8a4 4 0 0 1-4-4V14a4 4 0 0 1 4-4z" />
      <path
        className={styles['mark-front']}
        d="M38 18a6 6 0 0 1 6 6v8a6 6 0 0 1-5 5.9V43l-6.5-5H24a6 6 0 0 1-5.6-4H28a10 10 0 0 0 10-10z"
      />
    </svg>
  );
}
