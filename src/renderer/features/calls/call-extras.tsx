import { Button } from '@fluentui/react-components';
import { PhoneRegular, RecordRegular, VehicleCarParkingRegular } from '@fluentui/react-icons';
import type { Call } from '../../../shared/domain/call.ts';
import { text } from '../../text/text.ts';
import styles from './call-together.module.css';
import type { CallCommands } from './use-call-commands.ts';

/** What the phone's server can do with a call that stands: park it, send it to the person’s mobile phone, record it. */
export function CallExtras({ call, commands }: { readonly call: Call; readonly commands: CallCommands }) {
  const [canPark, canMove, canRecord] = (['park', 'mobile', 'record'] as const).map((verb) =>
    call.can.includes(verb),
  );
  if (!canPark && !canMove && !canRecord) return null;
  const isRecorded = call.isRecorded === true;
  return (
    <div className={styles['buttons']}>
      {canPark && (
        <Button
          size="small"
          icon={<VehicleCarParkingRegular />}
          onClick={() => commands.press(call.id, 'park')}
        >
          {text('call.park')}
        </Button>
      )}
      {canMove && (
        <Button size="small" icon={<PhoneRegular />} onClick={() => commands.press(call.id, 'mobile')}>
          {text('call.to-mobile')}
        </Button>
      )}
      {canRecord && (
        <Button
          size="small"
          icon={<RecordRegular />}
          aria-pressed={isRecorded}
          onClick={() => commands.press(call.id, isRecorded ? 'record-stop' : 'record-start')}
        >
          {text(isRecorded ? 'call.record-stop' : 'call.record')}
        </Button>
      )}
    </div>
  );
}
