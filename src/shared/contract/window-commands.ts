import * as z from 'zod/mini';
import { goToSchema } from '../domain/go-to.ts';
import { command, nothing } from './command.ts';

/** Between the windows of the app (X5). */
export const windowCommands = {
  /** Brings the whole window forward, at this place. */
  'app/go-to': command(z.object({ place: goToSchema.shape.place }), nothing),
};
