import { buildApp } from '../build/build-app.ts';
import type { RunCommand } from './command.ts';

/** `npm run build`: main, preload and renderer, always anew. */
export const run: RunCommand = async () => {
  await buildApp({ onlyIfStale: false });
  return 0;
};
