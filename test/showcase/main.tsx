import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../src/renderer/app/app.tsx';
import { DockedApp } from '../../src/renderer/app/docked-app.tsx';
import { BridgeProvider } from '../../src/renderer/bridge/bridge-context.tsx';
import { showLanguage } from '../../src/renderer/text/show-language.ts';
import '../../src/renderer/theme/global.css';
import type { EntityChange } from '../../src/shared/contract/client.ts';
import { defaultSettings } from '../../src/shared/domain/settings.ts';
import { answers, caps } from './answers.ts';
import { type CalledCommand, createFakeBridge } from './fake-bridge.ts';
import { type LookName, looks } from './looks.ts';
import { screens } from './screens.ts';

const asked = new URLSearchParams(location.search);
const screen = screens.find(({ name }) => name === asked.get('screen')) ?? screens[0];
const look = looks[(asked.get('look') ?? '') as LookName];
await showLanguage(screen?.language ?? 'en');
if (screen) {
  document.title = screen.name;
  const direction = look?.direction ?? screen.direction;
  if (direction) document.documentElement.dir = direction;
  const language = screen.language === 'de' ? ('de' as const) : ('en' as const);
  const settings = [
    { ...defaultSettings, theme: 'light' as const, language, ...screen.settings, ...look?.settings },
  ];
  const called: CalledCommand[] = [];
  Object.assign(window, { called });
  const bridge = createFakeBridge(
    { ...screen.entities, settings },
    { ...answers, ...screen.answers },
    called,
    screen.isLost,
  );
  const publish = (topic: string, key: string, value: unknown) =>
    bridge.store.changes([{ topic, key, value } as EntityChange]);
  Object.assign(window, { publish });
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
