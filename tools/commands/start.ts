import { startApp } from '../process/start-app.ts';
import type { RunCommand } from './command.ts';

/** `npm start`: the app, for a person. */
export const run: RunCommand = startApp;
