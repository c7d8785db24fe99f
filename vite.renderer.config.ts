import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** What the window shows: plain files that a strict content security policy can serve from any address. */
export default defineConfig({
  root: 'src/renderer',
  base: './',
  plugins: [react()],
  // The host puts a fresh nonce per window in place of this word; Fluent's styles carry it.
  html: { cspNonce: '__STYLE_NONCE__' },
  build: {
    outDir: '../../out/renderer',
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
