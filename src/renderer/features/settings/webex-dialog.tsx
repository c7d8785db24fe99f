import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { Support } from '../../../shared/domain/support.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './about.module.css';
import { saveFile } from './save-file.ts';

/** Three steps: people, choices, the app (S7). Each can be done alone and again. */
export function WebexDialog({
  webex,
  onClose,
}: {
  readonly webex: NonNullable<Support['webex']>;
  readonly onClose: () => void;
}) {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  const saveContacts = async () => {
    const made = await call('contacts/export', { format: 'csv' });
    await watch(Promise.resolve(made));
    if (made.ok) saveFile(made.value.name, made.value.type, [made.value.text]);
  };
  const { downloadUrl } = webex;
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{text('webex.title')}</DialogTitle>
          <DialogContent>
            {failure && <ErrorBar failure={failure} />}
            <p className={styles['note']}>{text('webex.intro')}</p>
            <ol className={styles['steps']}>
              <li>
                <p>{text('webex.contacts')}</p>
                <Button onClick={() => void saveContacts()}>{text('webex.save-contacts')}</Button>
              </li>
              <li>
                <p>{text('webex.preferences')}</p>
                <SavePreferences />
              </li>
              <li>
                <p>{text(downloadUrl === undefined ? 'webex.ask' : 'webex.get-it')}</p>
                {downloadUrl !== undefined && (
                  <Button
                    appearance="primary"
                    onClick={() => void watch(call('links/open-external', { url: downloadUrl }))}
                  >
                    {text('webex.get')}
                  </Button>
                )}
              </li>
            </ol>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{text('app.close')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** The person's choices as a file. */
export function SavePreferences() {
  const { call } = useBridge();
  const save = async () => {
    const made = await call('support/export-preferences');
    if (made.ok) saveFile(made.value.name, 'application/json', [made.value.text]);
  };
  return <Button onClick={() => void save()}>{text('preferences.export')}</Button>;
}
