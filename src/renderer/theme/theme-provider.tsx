import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from 'react';
import { type ThemeName, themeFor, withTextScale } from './fluent-theme.ts';
import { TextScale } from './text-scale.ts';
import { cssVariables } from './css-variables.ts';
import { FocusKeeper } from './focus-keeper.tsx';

export interface ThemeProviderProps {
  readonly choice: ThemeName | 'system';
  /** 0.8 to 2. */
  readonly textScale: number;
  readonly density: 'comfortable' | 'compact';
  readonly children: ReactNode;
}

const media = (query: string) => ({
  matches: () => matchMedia(query).matches,
  subscribe(wake: () => void) {
    const list = matchMedia(query);
    list.addEventListener('change', wake);
    return () => list.removeEventListener('change', wake);
  },
});
const darkQuery = media('(prefers-color-scheme: dark)');
const forcedQuery = media('(forced-colors: active)');

function useThemeName(choice: ThemeName | 'system'): ThemeName {
  const isDark = useSyncExternalStore(darkQuery.subscribe, darkQuery.matches);
  const isForced = useSyncExternalStore(forcedQuery.subscribe, forcedQuery.matches);
  if (isForced) return 'high-contrast';
  if (choice !== 'system') return choice;
  return isDark ? 'dark' : 'light';
}

/** Carries the nonce that the host put into the page for style elements; scripts get none. */
const nonceElement = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');

function createRenderer() {
  const element = nonceElement();
  return createDOMRenderer(document, {
    styleElementAttributes: { nonce: element?.nonce ?? '' },
    // Fluent's styles come before ours, so that a class of ours wins over one of Fluent's on the same element.
    ...(element && { insertionPoint: element }),
  });
}

/** Colours, type and density for everything below; also as CSS variables `--p-…` for our own style sheets. */
export function ThemeProvider({ choice, textScale, density, children }: ThemeProviderProps) {
  const name = useThemeName(choice);
  const { fluent, tokens } = themeFor(name);
  const renderer = useMemo(() => createRenderer(), []);
  const theme = useMemo(() => withTextScale(fluent, textScale), [fluent, textScale]);
  useEffect(() => {
    const root = document.documentElement;
    for (const [variable, value] of cssVariables(tokens)) root.style.setProperty(variable, value);
    root.dataset['theme'] = name;
    root.dataset['density'] = density;
    root.style.setProperty('--p-text-scale', String(textScale));
  }, [tokens, name, density, textScale]);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={theme} dir={document.dir === 'rtl' ? 'rtl' : 'ltr'} className="p-app">
        <FocusKeeper />
        <TextScale value={textScale}>{children}</TextScale>
      </FluentProvider>
    </RendererProvider>
  );
}
