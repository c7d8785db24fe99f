import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The showcase page, as the window is built: plain files that the strict content policy can serve. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../out/showcase',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  clearScreen: false,
});
