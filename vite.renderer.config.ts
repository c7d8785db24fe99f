import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { rendererEntries } from './tools/build/entries.ts';

/**
 * What the window shows: plain files that a strict content security policy can serve from any address. The page
 * carries `__STYLE_NONCE__`, which the host replaces for each window.
 */
export default defineConfig({
  root: 'src/renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../out/renderer',
    rolldownOptions: { input: [...rendererEntries] },
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: true,
    // data: addresses and inline scripts are refused by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  worker: { format: 'es' },
  clearScreen: false,
});
