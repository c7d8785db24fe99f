import { Button, Field, Radio, RadioGroup, Slider, Switch } from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { Settings } from '../../../shared/domain/settings.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { TextKey } from '../../../shared/text/en.ts';
import { text } from '../../text/text.ts';
import { DeviceControl } from './device-control.tsx';
import { FeatureCodes } from './feature-codes.tsx';
import { HotKeyList } from './hot-key-list.tsx';
import { OwnTabs } from './own-tabs.tsx';
import { ManagedNote, useManagedBy } from './managed-note.tsx';
import styles from './setting-control.module.css';
import type { SettingItem } from './setting-list.ts';

export interface SettingControlProps {
  readonly item: SettingItem;
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
}

/** One setting: its name, what it does, and its control. */
export function SettingControl({ item, settings, onChange }: SettingControlProps) {
  switch (item.kind) {
    case 'switch':
      return (
        <SwitchRow
          name={item.key}
          isOn={settings[item.key]}
          onChange={(isOn) => onChange({ [item.key]: isOn })}
        />
      );
    case 'choice':
      return <Choice item={item} value={settings[item.key]} onChange={onChange} />;
    case 'scale':
      return <TextScale value={settings.textScale} onChange={(textScale) => onChange({ textScale })} />;
    case 'device':
      return <DeviceControl name={item.key} settings={settings} onChange={onChange} />;
    case 'feature-codes':
      return <FeatureCodes settings={settings} onChange={onChange} />;
    case 'own-tabs':
      return <OwnTabs settings={settings} onChange={onChange} />;
    case 'hot-keys':
      return <HotKeyList name={item.key} settings={settings} onChange={onChange} />;
    case 'permission':
      return <Permission />;
    default:
      return assertNever(item);
  }
}

function Choice({
  item: { key, options },
  value,
  onChange,
}: {
  readonly item: Extract<SettingItem, { kind: 'choice' }>;
  readonly value: string;
  readonly onChange: SettingControlProps['onChange'];
}) {
  const managedBy = useManagedBy(key);
  return (
    <Field
      label={text(`settings.${key}`)}
      hint={managedBy === undefined ? text(`settings.${key}-help`) : <ManagedNote by={managedBy} />}
    >
      <RadioGroup
        value={value}
        disabled={managedBy !== undefined}
        onChange={(_, data) => onChange({ [key]: data.value })}
      >
        {options.map((option) => (
          <Radio key={option} value={option} label={optionLabel(key, option)} />
        ))}
      </RadioGroup>
    </Field>
  );
}

/** A language is named in itself, and read out as itself. */
function optionLabel(key: keyof Settings, option: string) {
  const words = text(`settings.${key}.${option}` as TextKey);
  return key === 'language' && option !== 'system' ? <span lang={option}>{words}</span> : words;
}

function SwitchRow({
  name,
  isOn,
  onChange,
}: {
  readonly name: Extract<SettingItem, { kind: 'switch' }>['key'];
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  const id = useId();
  const managedBy = useManagedBy(name);
  return (
    <div className={styles['switch-row']}>
      <label htmlFor={id} className={styles['words']}>
        {text(`settings.${name}`)}
      </label>
      <Switch
        id={id}
        className={styles['switch']}
        checked={isOn}
        disabled={managedBy !== undefined}
        aria-describedby={`${id}-help`}
        data-setting={name}
        onChange={(_, data) => onChange(data.checked)}
      />
      <p id={`${id}-help`} className={styles['help']}>
        {text(`settings.${name}-help`)}
        {managedBy !== undefined && <br />}
        {managedBy !== undefined && <ManagedNote by={managedBy} />}
      </p>
    </div>
  );
}

/** The size is applied when the slider is let go: text that grows under the pointer would run away from it. */
function TextScale({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (scale: number) => void;
}) {
  const [shown, setShown] = useState<number>();
  const percent = shown ?? Math.round(value * 100);
  const commit = () => {
    if (shown !== undefined) onChange(shown / 100);
    setShown(undefined);
  };
  return (
    <Field label={text('settings.textScale')} hint={text('settings.textScale-help')}>
      <div className={styles['scale']}>
        <Slider
          className={styles['slider']}
          min={80}
          max={200}
          step={10}
          value={percent}
          aria-label={text('settings.textScale')}
          aria-valuetext={text('settings.percent', { percent })}
          onChange={(_, data) => setShown(data.value)}
          onPointerUp={commit}
          onKeyUp={commit}
          onBlur={commit}
        />
        <output className={styles['percent']}>{text('settings.percent', { percent })}</output>
      </div>
    </Field>
  );
}

const permissionNow = () => ('Notification' in window ? Notification.permission : 'denied');

/** Asking has to follow a click, so it is done here. */
function Permission() {
  const [permission, setPermission] = useState(permissionNow);
  return (
    <Field label={text('settings.permission')} hint={text('settings.permission-help')}>
      {permission === 'default' ? (
        <Button
          size="small"
          className={styles['button']}
          onClick={() => void Notification.requestPermission().then(setPermission)}
        >
          {text('settings.permission.default')}
        </Button>
      ) : (
        <span>{text(`settings.permission.${permission}`)}</span>
      )}
    </Field>
  );
}
