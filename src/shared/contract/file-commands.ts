import * as z from 'zod/mini';
import { conversationIdSchema, messageIdSchema } from '../domain/ids.ts';
import { command, nothing } from './command.ts';

/** Ours; it becomes the name of a file on the app's shelf. */
const transferIdSchema = z.string().check(z.regex(/^[\w-]{1,100}$/));
const transfer = z.object({ id: transferIdSchema });
const carried = z.object({ messageId: messageIdSchema });

/**
 * Files (M10). The bytes of a file go beside the contract, in pieces and in order, to `<blobBase>upload/<id>`; those of one
 * that is here come from `<blobBase>file/<id>`.
 */
export const fileCommands = {
  /** A file is about to be handed over for sending; `id` becomes its message's. Errors: files.off, files.forbidden-type, files.too-large. */
  'files/send': command(
    z.object({
      id: messageIdSchema.check(z.regex(/^[\w-]{1,100}$/)),
      conversationId: conversationIdSchema,
      name: z.string().check(z.minLength(1), z.maxLength(1024)),
      size: z.number().check(z.int(), z.minimum(0), z.maximum(2 ** 40)),
    }),
    nothing,
  ),
  'files/stop': command(transfer, nothing),
  /** Again, after a stop or a failure. */
  'files/go-on': command(transfer, nothing),
  /** One of ours that is not to be sent after all. */
  'files/discard': command(transfer, nothing),
  /** Takes the file that a message carries: begins, or goes on. */
  'files/fetch': command(carried, nothing),
  'files/decline': command(carried, nothing),
  /** Errors: files.gone, app.not-allowed for what would run. */
  'files/open': command(carried, nothing),
  'files/show-in-folder': command(carried, nothing),
} as const;
