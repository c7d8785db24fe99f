import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from 'react';
import { type ThemeName, themeFor } from './fluent-theme.ts';
import { cssVariables } from './css-variables.ts';

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

/** The nonce that the host put into the page for style elements; scripts get none. */
const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** Colours, type and density for everything below; also as CSS variables `--p-…` for our own style sheets. */
export function ThemeProvider({ choice, textScale, density, children }: ThemeProviderProps) {
  const name = useThemeName(choice);
  const { fluent, tokens } = themeFor(name);
  const renderer = useMemo(
    () => createDOMRenderer(document, { styleElementAttributes: { nonce: styleNonce() } }),
    [],
  );
  useEffect(() => {
    const root = document.documentElement;
    for (const [variable, value] of cssVariables(tokens)) root.style.setProperty(variable, value);
    root.dataset['theme'] = name;
    root.dataset['density'] = density;
    root.style.setProperty('--p-text-scale', String(textScale));
  }, [tokens, name, density, textScale]);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={fluent} className="p-app">
        {children}
      </FluentProvider>
    </RendererProvider>
  );
}
