import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Tab,
  TabList,
} from '@fluentui/react-components';
import { ArrowSyncRegular, CopyRegular, DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Session } from '../../../shared/domain/session.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { ConfigurationTable } from './configuration-table.tsx';
import { connectionReport } from './connection-report.ts';
import { useProblemReport } from '../../ui/problem-report.ts';
import styles from './connection-status.module.css';
import { OutsideServices } from './outside-services.tsx';
import { ServicesTable } from './services-table.tsx';
import { SignInSteps } from './sign-in-steps.tsx';
import { TraceList } from './trace-list.tsx';

const parts = ['services', 'sign-in', 'trace', 'configuration'] as const;
type Part = (typeof parts)[number];

export interface ConnectionStatusProps {
  readonly session: Extract<Session, { phase: 'signed-in' }>;
  readonly onClose: () => void;
}

function Parts({ part, onShow }: { part: Part; onShow: (part: Part) => void }) {
  return (
    <TabList
      size="small"
      className={styles['tabs']}
      aria-label={text('connection.tabs')}
      selectedValue={part}
      onTabSelect={(_, data) => onShow(data.value as Part)}
    >
      {parts.map((one) => (
        <Tab key={one} value={one} id={`connection-tab-${one}`}>
          {text(`connection.tab.${one}`)}
        </Tab>
      ))}
    </TabList>
  );
}

/** How each service stands and how Parlance got there: for the person, and as text for support. */
export function ConnectionStatus({ session, onClose }: ConnectionStatusProps) {
  const { call } = useBridge();
  const services = useEntities('services');
  const [part, setPart] = useState<Part>('services');
  const [isCopied, setCopied] = useState(false);
  const { failure, watch } = useLastFailure();
  const copy = async () => {
    await navigator.clipboard.writeText(connectionReport(services.values(), session.steps, new Date()));
    setCopied(true);
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles['surface']}>
        <DialogBody className={styles['body']}>
          <DialogTitle
            action={
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={text('app.close')}
                onClick={onClose}
              />
            }
          >
            {text('connection.title')}
          </DialogTitle>
          <DialogContent className={styles['content']}>
            {failure && <ErrorBar failure={failure} />}
            <Parts part={part} onShow={setPart} />
            <div
              className={styles['part']}
              role="tabpanel"
              aria-labelledby={`connection-tab-${part}`}
              tabIndex={0}
            >
              {part === 'services' && <ServicesTable services={[...services.values()]} />}
              {part === 'services' && <OutsideServices location={session.location} />}
              {part === 'sign-in' && <SignInSteps steps={session.steps} />}
              {part === 'trace' && <TraceList />}
              {part === 'configuration' && <ConfigurationTable />}
            </div>
          </DialogContent>
          <DialogActions className={styles['actions']}>
            <ReportButton onOpen={onClose} />
            <Button icon={<CopyRegular />} onClick={() => void copy()}>
              {text(isCopied ? 'connection.copied' : 'connection.copy')}
            </Button>
            <Button icon={<ArrowSyncRegular />} onClick={() => void watch(call('session/retry'))}>
              {text('connection.reconnect')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** The report stands before the hub by itself: this dialog makes room for it. */
function ReportButton({ onOpen }: { readonly onOpen: () => void }) {
  const report = useProblemReport();
  if (!report) return null;
  const open = () => {
    onOpen();
    report();
  };
  return <Button onClick={open}>{text('report.open')}</Button>;
}
