import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Spinner,
  Textarea,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ProblemReport, Support } from '../../../shared/domain/support.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './report-dialog.module.css';
import { ReportFiles } from './report-files.tsx';
import { type ReportState, useReport } from './use-report.ts';

export interface ReportDialogProps {
  readonly offer: Support['report'];
  readonly onClose: () => void;
}

/** Two steps: what went wrong, then everything that would be handed over, to look at before it goes anywhere (S5). */
export function ReportDialog({ offer, onClose }: ReportDialogProps) {
  const { state, isBusy, failure, make, save, send, startOver, stop } = useReport();
  const close = () => {
    stop();
    onClose();
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface className={styles['surface']}>
        <DialogBody>
          <DialogTitle>{text('report.title')}</DialogTitle>
          <DialogContent className={styles['content']}>
            {failure && <ErrorBar failure={failure} />}
            {state.kind === 'asking' ? (
              <Ask isBusy={isBusy} onMake={make} />
            ) : (
              <Made state={state} offer={offer} />
            )}
          </DialogContent>
          <DialogActions fluid>
            {state.kind === 'made' && (
              <Handover offer={offer} isBusy={isBusy} state={state} onSave={save} onSend={send} />
            )}
            {state.kind === 'made' && !state.isSent && (
              <Button disabled={isBusy} onClick={startOver}>
                {text('report.back')}
              </Button>
            )}
            {state.kind === 'asking' && (
              <Button type="submit" form="report-form" appearance="primary" disabled={isBusy}>
                {text('report.make')}
              </Button>
            )}
            <Button onClick={close}>
              {text(
                state.kind === 'made' && (state.isSaved || state.isSent) ? 'report.done' : 'report.cancel',
              )}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Ask({
  isBusy,
  onMake,
}: {
  readonly isBusy: boolean;
  readonly onMake: (description: string, keepsServers: boolean) => void;
}) {
  const [description, setDescription] = useState('');
  const [keepsServers, setKeepsServers] = useState(false);
  return (
    <form
      id="report-form"
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onMake(description, keepsServers);
      }}
    >
      <p className={styles['intro']}>{text('report.intro')}</p>
      <Field label={text('report.what')} hint={text('report.what-hint')}>
        <Textarea
          autoFocus
          rows={4}
          maxLength={4000}
          value={description}
          onChange={(_, data) => setDescription(data.value)}
        />
      </Field>
      <Checkbox
        checked={keepsServers}
        label={text('report.keep-servers')}
        onChange={(_, data) => setKeepsServers(data.checked === true)}
      />
      {isBusy && <Spinner size="small" label={text('report.collecting')} />}
    </form>
  );
}

function Made({
  state,
  offer,
}: {
  readonly state: Extract<ReportState, { kind: 'made' }>;
  readonly offer: Support['report'];
}) {
  const { upload } = offer;
  return (
    <>
      <p className={styles['intro']}>{text('report.preview')}</p>
      <ReportFiles report={state.report} />
      {upload.kind === 'outside' && (
        <p className={styles['note']}>{text('report.outside', { host: upload.host })}</p>
      )}
      {upload.kind === 'needs-encryption' && (
        <p className={styles['note']}>{text('report.needs-encryption')}</p>
      )}
      {state.report.isEncrypted && <p className={styles['note']}>{text('report.encrypted')}</p>}
      {!offer.canSave && <p className={styles['note']}>{text('report.no-saving')}</p>}
      <p role="status" className={styles['note']}>
        {state.isSent && upload.kind === 'possible' && text('report.sent', { host: upload.host })}
        {state.isSaved && ` ${text('report.saved', { name: state.report.name })}`}
      </p>
    </>
  );
}

function Handover({
  offer: { canSave, upload },
  isBusy,
  state,
  onSave,
  onSend,
}: {
  readonly offer: Support['report'];
  readonly isBusy: boolean;
  readonly state: Extract<ReportState, { kind: 'made' }>;
  readonly onSave: (report: ProblemReport) => void;
  readonly onSend: (report: ProblemReport) => void;
}) {
  return (
    <>
      {upload.kind !== 'none' && (
        <Button
          appearance="primary"
          disabled={isBusy || state.isSent || upload.kind !== 'possible'}
          onClick={() => onSend(state.report)}
        >
          {text('report.send', { host: upload.host })}
        </Button>
      )}
      {canSave && (
        <Button
          appearance={upload.kind === 'none' ? 'primary' : 'secondary'}
          disabled={isBusy}
          onClick={() => onSave(state.report)}
        >
          {text('report.save')}
        </Button>
      )}
    </>
  );
}
