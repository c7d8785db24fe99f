import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../src/renderer/app/app.tsx';
import { DockedApp } from '../../src/renderer/app/docked-app.tsx';
import { BridgeProvider } from '../../src/renderer/bridge/bridge-context.tsx';
import { showLanguage } from '../../src/renderer/text/show-language.ts';
import '../../src/renderer/theme/global.css';
import { defaultSettings } from '../../src/shared/domain/settings.ts';
import { answers, caps } from './answers.ts';
import { type CalledCommand, createFakeBridge } from './fake-bridge.ts';
import { screens } from './screens.ts';

const wanted = new URLSearchParams(location.search).get('screen');
const screen = screens.find(({ name }) => name === wanted) ?? screens[0];
await showLanguage(screen?.language ?? 'en');
if (screen) {
  document.title = screen.name;
  if (screen.direction) document.documentElement.dir = screen.direction;
  const language = screen.language === 'de' ? ('de' as const) : ('en' as const);
  const settings = [{ ...defaultSettings, theme: 'light' as const, language, ...screen.settings }];
  const called: CalledCommand[] = [];
  Object.assign(window, { called });
  const bridge = createFakeBridge(
    { ...screen.entities, settings },
    { ...answers, ...screen.answers },
    called,
  );
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <BridgeProvider bridge={bridge}>
        {screen.isDocked ? (
          <DockedApp caps={{ ...caps, ...screen.caps }} />
        ) : (
          <App caps={{ ...caps, ...screen.caps }} />
        )}
      </BridgeProvider>
    </StrictMode>,
  );
}
