import { Button } from '@fluentui/react-components';
import { AttachRegular, DismissRegular, DocumentRegular, ScreenshotRegular } from '@fluentui/react-icons';
import { useRef, useState } from 'react';
import { errorText, plural, text } from '../../text/text.ts';
import { captureScreen } from './capture-screen.ts';
import { sizeText } from './file-size.ts';
import styles from './files.module.css';
import { MOST_FILES, type ShownFile, type Staging } from './use-staging.ts';

/** What will be sent with the next Send: shown before it goes, and taken out again with one press. */
export function StagingTray({ staging }: { readonly staging: Staging }) {
  const { staged, remove, removeAll } = staging;
  if (staged.length === 0) return null;
  const isMany = staged.length > MOST_FILES;
  return (
    <>
      <ul className={styles['tray']} aria-label={text('files.tray')}>
        {staged.slice(0, MOST_SHOWN).map((one) => (
          <Staged key={one.id} staged={one} onRemove={() => remove(one.id)} />
        ))}
      </ul>
      {staged.length > MOST_UNSUMMED && (
        <p className={styles['sum']}>
          <span role="status">
            {plural('files.staged', staged.length)}
            {isMany && ` ${text('files.at-once', { most: MOST_FILES })}`}
          </span>
          <Button size="small" appearance="subtle" onClick={removeAll}>
            {text('files.remove-all')}
          </Button>
        </p>
      )}
    </>
  );
}

/** Rows that are drawn; more are counted. */
const MOST_SHOWN = 60;
/** From here on how many there are is said, and all can be taken out at once. */
const MOST_UNSUMMED = 3;

function Staged({ staged, onRemove }: { readonly staged: ShownFile; readonly onRemove: () => void }) {
  const { name, file, picture, problem } = staged;
  const [isUnreadable, setUnreadable] = useState(false);
  return (
    <li className={styles['staged']} data-problem={problem !== undefined}>
      {picture === undefined || isUnreadable ? (
        <DocumentRegular className={styles['icon']} aria-hidden />
      ) : (
        <img className={styles['thumb']} src={picture} alt="" onError={() => setUnreadable(true)} />
      )}
      <span className={styles['words']}>
        <bdi className={styles['name']}>{name}</bdi>
        <span className={styles['note']}>{problem ? errorText(problem).sentence : sizeText(file.size)}</span>
      </span>
      <Button
        size="small"
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={text('files.remove', { name })}
        onClick={onRemove}
      />
    </li>
  );
}

/** Attach, and take a picture of the screen; absent where policy has neither. */
export function AttachButtons({ staging }: { readonly staging: Staging }) {
  const input = useRef<HTMLInputElement>(null);
  const { options } = staging;
  if (options?.isEnabled !== true) return null;
  const capture = async () => {
    const taken = await captureScreen(text('files.capture-name', { time: stamp(new Date()) }));
    if (taken) staging.add([taken]);
  };
  return (
    <>
      <Button
        appearance="subtle"
        icon={<AttachRegular />}
        title={text('files.attach')}
        aria-label={text('files.attach')}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={text('files.attach')}
        onChange={(event) => {
          staging.add(event.target.files ?? []);
          // The same file may be chosen once more.
          event.target.value = '';
        }}
      />
      {options.canCapture && (
        <Button
          appearance="subtle"
          icon={<ScreenshotRegular />}
          title={text('files.capture')}
          aria-label={text('files.capture')}
          onClick={() => void capture()}
        />
      )}
    </>
  );
}

/** `2026-11-21 10.15.30`: sorts, and is a name on every disk. */
function stamp(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
}
