import { useEffect, useState } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { GoTo } from '../../shared/domain/go-to.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import { useBridge, useOnly } from '../bridge/bridge-context.tsx';
import { HostProvider } from '../bridge/host-context.tsx';
import { IncomingToasts } from '../features/calls/incoming-toasts.tsx';
import { PicturesProvider } from '../features/calls/pictures.tsx';
import { StagesProvider } from '../features/calls/stages.tsx';
import { text } from '../text/text.ts';
import { ThemeProvider } from '../theme/theme-provider.tsx';
import { DockedPane } from './docked-pane.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { MessageScreen } from './message-screen.tsx';
import { useLanguage } from './use-language.ts';

/** The docked window (X5): a window of its own beside the whole one, without its sound, questions and notices. */
export function DockedApp({ caps }: { readonly caps: HostCaps }) {
  const settings = useOnly('settings') ?? defaultSettings;
  const { call } = useBridge();
  const language = useLanguage(settings.language);
  return (
    <ThemeProvider choice={settings.theme} textScale={settings.textScale} density="compact">
      <HostProvider key={language} caps={caps}>
        <ErrorBoundary onFault={(fault) => void call('app/report-fault', fault)}>
          <DockedScreen caps={caps} />
        </ErrorBoundary>
      </HostProvider>
    </ThemeProvider>
  );
}

function DockedScreen({ caps }: { readonly caps: HostCaps }) {
  const bridge = useBridge();
  const { call } = bridge;
  const session = useOnly('session');
  const [isLost, setLost] = useState(false);
  useEffect(() => bridge.onLost(() => setLost(true)), [bridge]);
  const go = (place: GoTo['place']) => void call('app/go-to', { place });
  const pictureOf = (hash: string | undefined) =>
    hash === undefined || hash === '' ? undefined : `${caps.blobBase}avatar/${hash}`;
  if (isLost)
    return (
      <MessageScreen
        title={text('app.lost.title')}
        text={text('app.lost.text')}
        action={{ label: text('app.lost.reload'), run: () => location.reload() }}
      />
    );
  if (session?.phase !== 'signed-in')
    return (
      <MessageScreen
        title={text('docked.signed-out')}
        text={text('docked.signed-out-text')}
        action={{ label: text('docked.whole'), run: () => go({ kind: 'window' }) }}
      />
    );
  return (
    <PicturesProvider>
      <StagesProvider pictureOf={pictureOf}>
        <DockedPane
          mode={session.mode}
          pictureOf={pictureOf}
          onGo={go}
          onClose={() => void call('settings/set', { showDocked: false })}
        />
      </StagesProvider>
      <IncomingToasts pictureOf={pictureOf} />
    </PicturesProvider>
  );
}
