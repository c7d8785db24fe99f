import * as z from 'zod/mini';
import { instantSchema } from './ids.ts';
import { failureSchema } from './text-ref.ts';

/** Where a problem report can be sent (S5). */
export const reportUploadSchema = z.discriminatedUnion('kind', [
  /** No server is configured. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('possible'), host: z.string() }),
  /** The server is inside the company, this computer is not (A7). */
  z.object({ kind: z.literal('outside'), host: z.string() }),
  /** The administrator wants reports encrypted, and has named no certificate for it. */
  z.object({ kind: z.literal('needs-encryption'), host: z.string() }),
]);
export type ReportUpload = z.infer<typeof reportUploadSchema>;

/** Where updating stands (S4). */
export const updateStateSchema = z.discriminatedUnion('kind', [
  /** No server for updates is configured. */
  z.object({ kind: z.literal('off') }),
  z.object({ kind: z.literal('current'), checkedAt: z.optional(instantSchema) }),
  z.object({ kind: z.literal('checking') }),
  /** There is one, and this installation does not install it by itself: the administrator does, or the person. */
  z.object({
    kind: z.literal('told'),
    version: z.string(),
    message: z.optional(z.string()),
    downloadUrl: z.optional(z.string()),
  }),
  z.object({ kind: z.literal('downloading'), version: z.string(), percent: z.number() }),
  /** Loaded and proven; installed when the person says so, or when the app ends. */
  z.object({
    kind: z.literal('ready'),
    version: z.string(),
    message: z.optional(z.string()),
    /** The administrator does not let it be put off. */
    isMandatory: z.boolean(),
    /** Nothing is shown until then. */
    postponedUntil: z.optional(instantSchema),
    /** A call stands: it waits. */
    waitsForCall: z.boolean(),
  }),
  z.object({ kind: z.literal('failed'), error: failureSchema }),
]);
export type UpdateState = z.infer<typeof updateStateSchema>;

/** What Help offers here and now: decided by main, shown by the window. */
export const supportSchema = z.object({
  report: z.object({
    /** False: the administrator has taken it away. */
    isOffered: z.boolean(),
    canSave: z.boolean(),
    upload: reportUploadSchema,
  }),
  /** Settings that the administrator decides: the setting's key, and the parameter that does it (S3). */
  managed: z.record(z.string(), z.string()),
  /** Pages of the organisation: the forgotten password, the own settings at the phone server (inside only). */
  links: z.object({ forgotPassword: z.optional(z.string()), selfCare: z.optional(z.string()) }),
  /** Counts of use (S6): whether the administrator collects them, and where they go. */
  usage: z.object({ isAllowed: z.boolean(), host: z.optional(z.string()) }),
  update: updateStateSchema,
  /** The organisation moves to Webex (S7). */
  webex: z.optional(
    z.object({
      downloadUrl: z.optional(z.string()),
      /** Not looked at yet. */
      isNew: z.boolean(),
    }),
  ),
});
export type Support = z.infer<typeof supportSchema>;

/** A collected report, before it goes anywhere. */
export const problemReportSchema = z.object({
  id: z.string(),
  /** Of the archive: `parlance-report-….zip`, encrypted `….zip.p7m`. */
  name: z.string(),
  /** Of the archive. */
  bytes: z.number(),
  /** Only who has the administrator's key can open it. */
  isEncrypted: z.optional(z.literal(true)),
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
});
export type ProblemReport = z.infer<typeof problemReportSchema>;
