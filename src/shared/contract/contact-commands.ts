import * as z from 'zod/mini';
import { phoneNumberSchema } from '../domain/contact.ts';
import { contactIdSchema } from '../domain/ids.ts';
import { taskIdSchema } from '../domain/task.ts';
import { command, nothing } from './command.ts';

const text = (max: number) => z.string().check(z.maxLength(max));
const nonEmpty = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const groups = z.array(nonEmpty(200)).check(z.maxLength(100));
const task = z.object({ taskId: taskIdSchema });

/** Longer files are not taken: ten thousand contacts with all they can have fit in it, or some hundreds with pictures. */
export const LONGEST_CONTACT_FILE = 6 * 1024 * 1024;

/** A contact that is kept on this computer only (C5). */
export const customContactSchema = z.object({
  name: nonEmpty(200),
  phones: z.array(z.object({ ...phoneNumberSchema.shape, number: nonEmpty(64) })).check(z.maxLength(20)),
  groups,
  email: z.optional(text(320)),
  sipUri: z.optional(text(1100)),
  title: z.optional(text(200)),
  department: z.optional(text(200)),
  company: z.optional(text(200)),
  postalAddress: z.optional(text(1000)),
});
export type CustomContact = z.infer<typeof customContactSchema>;

export const contactFileFormatSchema = z.enum(['vcard-3', 'vcard-4', 'csv', 'bulk']);
export type ContactFileFormat = z.infer<typeof contactFileFormatSchema>;

/** What will become of an entry of a file: a contact on the server, one on this computer, more groups of a known one, nothing. */
export const importFateSchema = z.enum(['add', 'add-local', 'regroup', 'known', 'unusable']);

/** Contacts beyond the plain list: own ones, whole files, many at once. */
export const contactCommands = {
  /** Without `id` a new one. Error: contacts.not-found. */
  'contacts/save-custom': command(
    z.object({ id: z.optional(contactIdSchema), contact: customContactSchema }),
    z.object({ id: contactIdSchema }),
  ),
  /** Every contact that is in the group gets the new name of it; an empty name takes them out of it. */
  'contacts/rename-group': command(z.object({ group: nonEmpty(200), name: text(200) }), nothing),
  /** The whole contact list as a file (C5, S7). `bulk`: as IM&P's bulk administration tool reads it. */
  'contacts/export': command(
    z.object({ format: contactFileFormatSchema }),
    z.object({ name: z.string(), type: z.string(), text: z.string(), count: z.number() }),
  ),
  /** Reads vCards or CSV without changing anything. Errors: contacts.unreadable-file. */
  'contacts/read-file': command(
    z.object({ text: text(LONGEST_CONTACT_FILE) }),
    z.object({
      /** Names what was read, for `contacts/import`; only the last one read is kept. */
      token: z.string(),
      fates: z.record(importFateSchema, z.number()),
      /** The first entries. */
      entries: z.array(
        z.object({
          name: z.string(),
          detail: z.string(),
          groups: z.array(z.string()),
          fate: importFateSchema,
        }),
      ),
      total: z.number(),
    }),
  ),
  /** Takes over what was read; goes on as a task. Error: contacts.unreadable-file when it was read too long ago. */
  'contacts/import': command(z.object({ token: z.string() }), task),
  /** One message to each (M9); goes on as a task. Addresses are bare JIDs, each once. */
  'contacts/broadcast': command(
    z.object({
      to: z.array(nonEmpty(1100)).check(z.minLength(1), z.maxLength(2000)),
      body: nonEmpty(65_536),
    }),
    task,
  ),
  'tasks/cancel': command(task, nothing),
  'tasks/dismiss': command(task, nothing),
};
