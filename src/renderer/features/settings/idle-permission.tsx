import { Button, Field } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { text } from '../../text/text.ts';
import { askIdlePermission, idlePermission } from '../../ui/idle-detection.ts';

/** Where only the browser can see absence from the whole computer, it has to be allowed to. */
export function IdlePermission() {
  const [state, setState] = useState<'granted' | 'denied' | 'prompt' | 'unknown'>();
  useEffect(() => void idlePermission().then(setState), []);
  if (state === undefined || state === 'unknown') return null;
  return (
    <Field label={text('settings.idle')} hint={text('settings.idle-help')}>
      <div>
        <Button
          size="small"
          disabled={state !== 'prompt'}
          onClick={() =>
            void askIdlePermission().then((isGranted) => setState(isGranted ? 'granted' : 'denied'))
          }
        >
          {text(`settings.idle.${state}`)}
        </Button>
      </div>
    </Field>
  );
}
