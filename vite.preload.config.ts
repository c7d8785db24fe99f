import { defineConfig } from 'vite';
import { preloadEntry } from './tools/build/entries.ts';

/** A sandboxed preload must be one CommonJS file. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'out/preload',
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: false,
    minify: false,
    lib: { entry: preloadEntry, formats: ['cjs'], fileName: () => 'preload.cjs' },
    rolldownOptions: { external: ['electron'], output: { codeSplitting: false } },
  },
  clearScreen: false,
});
