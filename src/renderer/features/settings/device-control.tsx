import { Button, Checkbox, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { failure } from '../../../shared/errors/result.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import type { MediaDevice } from '../../media/media-devices.ts';
import { CameraTest } from './camera-test.tsx';
import { playTestSound } from './device-test.ts';
import styles from './setting-control.module.css';
import type { DeviceKey } from './setting-list.ts';
import { useDevices } from './use-devices.ts';
import { useMicrophoneLevel } from './use-microphone-level.ts';

export interface DeviceControlProps {
  readonly name: DeviceKey;
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
}

const LISTS = { microphoneId: 'microphones', speakerId: 'speakers', cameraId: 'cameras' } as const;

/** Which device, and a way to hear or see that it works. */
export function DeviceControl({ name, settings, onChange }: DeviceControlProps) {
  const devices = useDevices();
  const label = text(`settings.${name}`);
  const hint = text(`settings.${name}-help`);
  if (name === 'ringerIds')
    return (
      <div className={styles['devices']}>
        <Field label={label} hint={hint}>
          <Ringers devices={devices.speakers} chosen={settings.ringerIds} onChange={onChange} />
        </Field>
        <Button
          size="small"
          className={styles['button']}
          onClick={() => {
            const { ringerIds } = settings;
            for (const id of ringerIds.length > 0 ? ringerIds : ['']) playTestSound(id);
          }}
        >
          {text('settings.test-ringers')}
        </Button>
      </div>
    );
  const list = devices[LISTS[name]];
  return (
    <div className={styles['devices']}>
      <Field
        label={label}
        hint={list.some((device) => device.label === '') ? text('settings.devices-unnamed') : hint}
      >
        <DeviceSelect devices={list} value={settings[name]} onSelect={(id) => onChange({ [name]: id })} />
      </Field>
      {name === 'microphoneId' && <MicrophoneTest deviceId={settings.microphoneId} />}
      {name === 'cameraId' && <CameraTest deviceId={settings.cameraId} />}
      {name === 'speakerId' && (
        <Button size="small" className={styles['button']} onClick={() => playTestSound(settings.speakerId)}>
          {text('settings.test-speaker')}
        </Button>
      )}
    </div>
  );
}

const nameOf = (device: MediaDevice, index: number) =>
  device.label || text('settings.device.unnamed', { number: index + 1 });

function DeviceSelect({
  devices,
  value,
  onSelect,
}: {
  readonly devices: readonly MediaDevice[];
  readonly value: string;
  readonly onSelect: (id: string) => void;
}) {
  const isGone = value !== '' && !devices.some((device) => device.id === value);
  return (
    <Select value={value} onChange={(_, data) => onSelect(data.value)}>
      <option value="">{text('settings.device.system')}</option>
      {devices.map((device, index) => (
        <option key={device.id} value={device.id}>
          {nameOf(device, index)}
        </option>
      ))}
      {isGone && <option value={value}>{text('settings.device.gone')}</option>}
    </Select>
  );
}

function Ringers({
  devices,
  chosen,
  onChange,
}: {
  readonly devices: readonly MediaDevice[];
  readonly chosen: readonly string[];
  readonly onChange: DeviceControlProps['onChange'];
}) {
  const toggle = (id: string, isOn: boolean) =>
    onChange({ ringerIds: isOn ? [...chosen, id] : chosen.filter((one) => one !== id) });
  if (devices.length === 0) return <span>{text('settings.device.system')}</span>;
  return (
    <div className={styles['checks']} role="group" aria-label={text('settings.ringerIds')}>
      {devices.map((device, index) => (
        <Checkbox
          key={device.id}
          label={nameOf(device, index)}
          checked={chosen.includes(device.id)}
          onChange={(_, data) => toggle(device.id, data.checked === true)}
        />
      ))}
    </div>
  );
}

function MicrophoneTest({ deviceId }: { readonly deviceId: string }) {
  const [isTesting, setTesting] = useState(false);
  const [problem, setProblem] = useState<Failure>();
  const level = useMicrophoneLevel(deviceId, isTesting, (error) => {
    setTesting(false);
    setProblem(failure(error.name === 'NotAllowedError' ? 'media.permission-denied' : 'media.no-microphone'));
  });
  const toggle = () => {
    setProblem(undefined);
    setTesting(!isTesting);
  };
  return (
    <>
      <div className={styles['test']}>
        <Button size="small" onClick={toggle}>
          {text(isTesting ? 'settings.stop-test' : 'settings.test-microphone')}
        </Button>
        {isTesting && (
          <div
            className={styles['level']}
            role="meter"
            aria-label={text('settings.level')}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(level * 100)}
          >
            <div style={{ transform: `scaleX(${level})` }} />
          </div>
        )}
      </div>
      {problem && <ErrorBar failure={problem} />}
    </>
  );
}
