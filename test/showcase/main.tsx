import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../src/renderer/app/app.tsx';
import { BridgeProvider } from '../../src/renderer/bridge/bridge-context.tsx';
import { loadTexts } from '../../src/renderer/text/text.ts';
import '../../src/renderer/theme/global.css';
import { defaultSettings } from '../../src/shared/domain/settings.ts';
import { answers, caps } from './answers.ts';
import { type CalledCommand, createFakeBridge } from './fake-bridge.ts';
import { screens } from './screens.ts';

const wanted = new URLSearchParams(location.search).get('screen');
const screen = screens.find(({ name }) => name === wanted) ?? screens[0];
await loadTexts();
if (screen) {
  document.title = screen.name;
  if (screen.direction) document.documentElement.dir = screen.direction;
  const settings = [{ ...defaultSettings, theme: 'light' as const, ...screen.settings }];
  const called: CalledCommand[] = [];
  Object.assign(window, { called });
  const bridge = createFakeBridge({ ...screen.entities, settings }, answers, called);
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <BridgeProvider bridge={bridge}>
        <App caps={{ ...caps, ...screen.caps }} />
      </BridgeProvider>
    </StrictMode>,
  );
}
