import { existsSync } from 'node:fs';
import { defineConfig } from 'vite';
import { mainEntries } from './tools/build/entries.ts';

const present = Object.entries(mainEntries).filter(([, file]) => existsSync(file));

/** The back half of the app: one ES module per process or worker, everything in it but what has native parts. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'out/main',
    emptyOutDir: true,
    target: 'node24',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(present),
      // ws asks for two native parts and does without.
      external: ['electron', 'better-sqlite3-multiple-ciphers', 'koffi', 'bufferutil', 'utf-8-validate'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, target: 'node' },
  clearScreen: false,
});
