import { Button } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { type HotKeyAction, hotKeyOf } from '../../../shared/domain/hot-keys.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import styles from './hot-key-list.module.css';
import { ManagedNote, useManagedBy } from './managed-note.tsx';

export interface HotKeyListProps {
  readonly name: 'hotKeyCall' | 'hotKeys';
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
}

const others = ['answer', 'end', 'mute', 'show'] as const;

/** Keys that act whichever program is in front: one setting, or the four that go together. */
export function HotKeyList({ name, settings, onChange }: HotKeyListProps) {
  const managedBy = useManagedBy(name);
  const { hotKeys, hotKeyCall } = settings;
  return (
    <section aria-labelledby={`settings-${name}`} className={styles['list']}>
      <h3 id={`settings-${name}`} className={styles['title']}>
        {text(`settings.${name}`)}
      </h3>
      <p className={styles['help']}>
        {managedBy === undefined ? text(`settings.${name}-help`) : <ManagedNote by={managedBy} />}
      </p>
      {name === 'hotKeyCall' ? (
        <HotKeyRow
          action="call"
          value={hotKeyCall}
          isLocked={managedBy !== undefined}
          onChange={(key) => onChange({ hotKeyCall: key })}
        />
      ) : (
        others.map((action) => (
          <HotKeyRow
            key={action}
            action={action}
            value={hotKeys[action]}
            isLocked={managedBy !== undefined}
            onChange={(key) => onChange({ hotKeys: { ...hotKeys, [action]: key } })}
          />
        ))
      )}
    </section>
  );
}

function HotKeyRow({
  action,
  value,
  isLocked,
  onChange,
}: {
  readonly action: HotKeyAction;
  readonly value: string;
  readonly isLocked: boolean;
  readonly onChange: (key: string) => void;
}) {
  const shown = useOnly('hotKeys')?.keys.find((each) => each.action === action);
  const problem = shown && shown.key === value && isProblem(shown.state) ? shown.state : undefined;
  const { isRecording, isRefused, start, press, stop } = useRecorder(onChange);
  const name = text(`hot-keys.${action}`);
  const id = `hot-key-${action}`;
  return (
    <div className={styles['row']} data-hot-key={action} data-state={shown?.state ?? 'off'}>
      <span id={id} className={styles['name']}>
        {name}
      </span>
      <Button
        size="small"
        className={styles['key']}
        disabled={isLocked}
        aria-labelledby={`${id} ${id}-key`}
        aria-describedby={`${id}-note`}
        onClick={() => (isRecording ? stop() : start())}
        onKeyDown={press}
        onBlur={stop}
      >
        <span id={`${id}-key`}>
          {isRecording ? text('hot-keys.press') : value === '' ? text('hot-keys.none') : <bdi>{value}</bdi>}
        </span>
      </Button>
      <Button
        size="small"
        appearance="subtle"
        disabled={isLocked || value === ''}
        aria-label={text('hot-keys.clear-label', { name })}
        onClick={() => onChange('')}
      >
        {text('hot-keys.clear')}
      </Button>
      <p id={`${id}-note`} className={styles['note']} role="status">
        {isRefused ? text('hot-keys.refused') : problem && text(`hot-keys.${problem}`)}
      </p>
    </div>
  );
}

function isProblem(state: string): state is 'taken' | 'repeated' | 'unusable' {
  return state === 'taken' || state === 'repeated' || state === 'unusable';
}

/** Waits for one key. Until then no global key acts, so that those that are taken can be pressed too. */
function useRecorder(onKey: (key: string) => void) {
  const { call } = useBridge();
  const [state, setState] = useState<'off' | 'recording' | 'refused'>('off');
  const isResting = useRef(false);
  const rest = (isOn: boolean) => {
    if (isResting.current === isOn) return;
    isResting.current = isOn;
    void call('hot-keys/rest', { isResting: isOn });
  };
  const stop = () => {
    setState('off');
    rest(false);
  };
  useEffect(
    () => () => {
      if (isResting.current) void call('hot-keys/rest', { isResting: false });
    },
    [call],
  );
  return {
    isRecording: state !== 'off',
    isRefused: state === 'refused',
    stop,
    start: () => {
      setState('recording');
      rest(true);
    },
    press: (event: React.KeyboardEvent) => {
      // Tab goes on to the next control, as everywhere.
      if (state === 'off' || event.key === 'Tab') return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') return stop();
      const key = hotKeyOf(event);
      if (key !== undefined) {
        onKey(key);
        stop();
      } else if (!['Control', 'Alt', 'Shift', 'Meta', 'AltGraph'].includes(event.key)) setState('refused');
    },
  };
}
