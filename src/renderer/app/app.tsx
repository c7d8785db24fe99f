import { Spinner } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { defaultSettings } from '../../shared/domain/settings.ts';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import { useBridge, useOnly } from '../bridge/bridge-context.tsx';
import { HostProvider } from '../bridge/host-context.tsx';
import { text } from '../text/text.ts';
import { ThemeProvider } from '../theme/theme-provider.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Hub } from './hub.tsx';
import { MessageScreen } from './message-screen.tsx';
import { useWindowPaint } from './paint-reports.ts';
import { ReportDesk } from './report-desk.tsx';
import { SignIn } from './sign-in.tsx';
import { useDropGuard } from './use-drop-guard.ts';
import { useIdleReports } from './use-idle-reports.ts';
import { useLanguage } from './use-language.ts';
import { useVisibility } from './use-visibility.ts';

/** The window: which screen it shows follows from the session and the wire, nothing else. */
export function App({ caps }: { readonly caps: HostCaps }) {
  const settings = useOnly('settings') ?? defaultSettings;
  const session = useOnly('session');
  const { call } = useBridge();
  const isLost = useLost();
  const language = useLanguage(settings.language);
  useWindowPaint(caps);
  useVisibility();
  useIdleReports(caps);
  useDropGuard();
  const screen = () => {
    if (isLost) {
      return (
        <MessageScreen
          title={text('app.lost.title')}
          text={text('app.lost.text')}
          action={{ label: text('app.lost.reload'), run: () => location.reload() }}
        />
      );
    }
    if (!session || session.phase === 'starting')
      return <Spinner style={{ height: '100%' }} label={text('app.starting')} />;
    if (session.phase === 'signed-in') return <Hub session={session} caps={caps} />;
    return <SignIn session={session} caps={caps} />;
  };
  return (
    <ThemeProvider choice={settings.theme} textScale={settings.textScale} density={settings.density}>
      <HostProvider key={language} caps={caps}>
        <ReportDesk>
          <ErrorBoundary onFault={(fault) => void call('app/report-fault', fault)}>{screen()}</ErrorBoundary>
        </ReportDesk>
      </HostProvider>
    </ThemeProvider>
  );
}

function useLost(): boolean {
  const bridge = useBridge();
  const [isLost, setLost] = useState(false);
  useEffect(() => bridge.onLost(() => setLost(true)), [bridge]);
  return isLost;
}
