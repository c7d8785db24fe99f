import {
  CheckmarkRegular,
  ClockRegular,
  ErrorCircleRegular,
  EyeRegular,
  SendRegular,
} from '@fluentui/react-icons';
import type { Delivery } from '../../../shared/domain/conversation.ts';
import { text } from '../../text/text.ts';
import styles from './message-bubble.module.css';

const icons: Readonly<Record<Delivery, React.ReactNode>> = {
  queued: <ClockRegular />,
  sending: <SendRegular />,
  sent: <CheckmarkRegular />,
  delivered: (
    <span className={styles['double']}>
      <CheckmarkRegular />
      <CheckmarkRegular />
    </span>
  ),
  read: <EyeRegular />,
  failed: <ErrorCircleRegular />,
};

/** How far a message of ours has come; in words for screen readers and on hover. */
export function DeliveryMark({ delivery }: { readonly delivery: Delivery }) {
  const label = text(`chat.delivery.${delivery}`);
  return (
    <span className={styles['delivery']} data-delivery={delivery} role="img" aria-label={label} title={label}>
      {icons[delivery]}
    </span>
  );
}
