import { Button } from '@fluentui/react-components';
import { ArrowForwardRegular } from '@fluentui/react-icons';
import type { Forward, Phone } from '../../../shared/domain/phone.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import styles from './forward-bar.module.css';

/** Wherever one is in the window: that calls do not ring here, where they go, and the way back. */
export function ForwardBar() {
  const { call } = useBridge();
  const phone = useOnly('phone');
  const forward = phone && forwardOf(phone);
  if (!phone || !forward) return null;
  return (
    <div className={styles['bar']} role="status">
      <ArrowForwardRegular className={styles['icon']} />
      <span className={styles['words']}>{forwardText(forward)}</span>
      {phone.canForward && (
        <Button size="small" onClick={() => void call('phone/set-forward', { forward: { kind: 'off' } })}>
          {text('forward.stop')}
        </Button>
      )}
    </div>
  );
}

/** What the first line that is forwarded does; undefined when all ring here. */
function forwardOf({ lines }: Phone): Forward | undefined {
  return lines.map((line) => line.forward).find((forward) => forward && forward.kind !== 'off');
}

function forwardText(forward: Forward): string {
  return forward.kind === 'to' ? text('forward.to', { target: forward.target }) : text('forward.voicemail');
}
