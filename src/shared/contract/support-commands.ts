import * as z from 'zod/mini';
import { problemReportSchema } from '../domain/support.ts';
import { command, nothing } from './command.ts';

const report = z.object({ id: z.string().check(z.maxLength(100)) });

/** Help: the problem report (S5). */
export const supportCommands = {
  /** Collects a report and keeps it until the next one. `keepsServers`: names and addresses of servers stay readable. */
  'support/prepare-report': command(
    z.object({ description: z.string().check(z.maxLength(4000)), keepsServers: z.boolean() }),
    problemReportSchema,
  ),
  /** One file of it as it will be in the archive; of a long one the end. */
  'support/report-file': command(
    z.object({ ...report.shape, name: z.string().check(z.maxLength(200)) }),
    z.object({ text: z.string(), isCut: z.boolean() }),
  ),
  /** The archive, part after part in base64; asked again with `next` as `from` until there is none. */
  'support/report-archive': command(
    z.object({ ...report.shape, from: z.number().check(z.int(), z.minimum(0)) }),
    z.object({ part: z.string(), next: z.optional(z.number()) }),
  ),
  /** Sends it to the configured server. Errors: support.upload-refused, app.not-allowed, net.*, tls.*, http.*. */
  'support/send-report': command(report, nothing),
};
