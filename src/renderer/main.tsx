import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { languageFor } from '../shared/text/languages.ts';
import { App } from './app/app.tsx';
import { DockedApp } from './app/docked-app.tsx';
import { MessageScreen } from './app/message-screen.tsx';
import { createBridge } from './bridge/bridge.ts';
import { BridgeProvider } from './bridge/bridge-context.tsx';
import { soleKey } from './bridge/entity-store.ts';
import { openWire } from './bridge/wire.ts';
import { showLanguage } from './text/show-language.ts';
import { text } from './text/text.ts';
import { ThemeProvider } from './theme/theme-provider.tsx';
import './theme/global.css';

const root = createRoot(document.getElementById('root') as HTMLElement);
const wire = await openWire();
const bridge = wire && (await createBridge(wire));
const choice = bridge?.store.get('settings', soleKey)?.language ?? 'system';
await showLanguage(languageFor(choice, navigator.languages));
document.title = text('app.name');
const isDocked = new URLSearchParams(location.search).has('docked');
const about = await bridge?.call('app/about');
if (bridge && about?.ok) {
  root.render(
    <StrictMode>
      <BridgeProvider bridge={bridge}>
        {isDocked ? <DockedApp caps={about.value.caps} /> : <App caps={about.value.caps} />}
      </BridgeProvider>
    </StrictMode>,
  );
} else {
  root.render(
    <ThemeProvider choice="system" textScale={1} density="comfortable">
      <MessageScreen title={text('app.closed.title')} text={text('app.closed.text')} />
    </ThemeProvider>,
  );
}
