import { Checkbox, Link } from '@fluentui/react-components';
import { useState } from 'react';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import { text } from '../../text/text.ts';
import { Facts, QuestionFrame, type QuestionProps } from './question.tsx';
import styles from './question.module.css';

type Certificate = Extract<Prompt, { kind: 'certificate' }>;

/** Who can't be verified and why. Not connecting is what Enter and Escape do; a certificate that changed takes an extra step. */
export function CertificatePrompt({ prompt, failure, onAnswer }: QuestionProps<Certificate>) {
  const [hasDetails, setDetails] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const { cause, host, canAccept } = prompt;
  const hasChanged = cause === 'changed';
  return (
    <QuestionFrame
      title={text('certificate.title', { host })}
      accept={
        canAccept
          ? {
              label: text(prompt.lasts === 'session' ? 'certificate.trust-session' : 'certificate.trust'),
              isDisabled: hasChanged && !isChecked,
            }
          : undefined
      }
      refuse={text('certificate.refuse')}
      preferred="refuse"
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted)}
    >
      <p className={hasChanged ? styles['danger'] : undefined}>
        {text(`certificate.${cause}`, { host, service: serviceName(prompt.service) })}
      </p>
      <p className={styles['quiet']}>{text(canAccept ? 'certificate.advice' : 'certificate.forbidden')}</p>
      <Link
        as="button"
        className={styles['details']}
        aria-expanded={hasDetails}
        onClick={() => setDetails(!hasDetails)}
      >
        {text(hasDetails ? 'certificate.hide-details' : 'certificate.details')}
      </Link>
      {hasDetails && (
        <Facts
          facts={[
            { name: text('certificate.host'), value: host },
            { name: text('certificate.subject'), value: prompt.subject },
            { name: text('certificate.issuer'), value: prompt.issuer },
            {
              name: text('certificate.valid'),
              value: text('certificate.valid-range', { from: prompt.validFrom, to: prompt.validTo }),
            },
            { name: text('certificate.fingerprint'), value: prompt.fingerprint },
          ]}
        />
      )}
      {hasChanged && canAccept && (
        <Checkbox
          checked={isChecked}
          label={text('certificate.changed-check')}
          onChange={(_, data) => setChecked(data.checked === true)}
        />
      )}
    </QuestionFrame>
  );
}

/** What a person calls the service that an engine names by its protocol. */
function serviceName(service: string): string {
  switch (service) {
    case 'xmpp':
    case 'sip':
    case 'calendar':
    case 'configuration':
      return text(`certificate.service.${service}`);
    default:
      return service;
  }
}
