import { Button } from '@fluentui/react-components';
import type { ModeOffers } from '../../shared/domain/product-mode.ts';
import { text } from '../text/text.ts';
import styles from './elsewhere.module.css';

export interface ElsewhereProps {
  readonly where: NonNullable<ModeOffers['elsewhere']>;
  readonly hasCalls: boolean;
  /** Hands over to the Webex app. */
  readonly onOpen: () => void;
}

/** Where messages are, when they are not here (A6): explained, or handed over by link. */
export function Elsewhere({ where, hasCalls, onOpen }: ElsewhereProps) {
  return (
    <section className={styles['note']} aria-label={text(`elsewhere.${where}`)}>
      <h2>{text(`elsewhere.${where}`)}</h2>
      <p>{text(hasCalls ? `elsewhere.${where}-with-calls` : `elsewhere.${where}-alone`)}</p>
      {where === 'webex-app' && (
        <Button size="small" onClick={onOpen}>
          {text('elsewhere.open')}
        </Button>
      )}
    </section>
  );
}
