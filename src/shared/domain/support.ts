import * as z from 'zod/mini';

/** Where a problem report can be sent (S5). */
export const reportUploadSchema = z.discriminatedUnion('kind', [
  /** No server is configured. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('possible'), host: z.string() }),
  /** The server is inside the company, this computer is not (A7). */
  z.object({ kind: z.literal('outside'), host: z.string() }),
]);
export type ReportUpload = z.infer<typeof reportUploadSchema>;

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
});
export type Support = z.infer<typeof supportSchema>;

/** A collected report, before it goes anywhere. */
export const problemReportSchema = z.object({
  id: z.string(),
  /** Of the archive: `parlance-report-….zip`. */
  name: z.string(),
  /** Of the archive. */
  bytes: z.number(),
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
});
export type ProblemReport = z.infer<typeof problemReportSchema>;
