import * as z from 'zod/mini';
import { problemReportSchema } from '../domain/support.ts';
import { command, nothing } from './command.ts';

const report = z.object({ id: z.string().check(z.maxLength(100)) });

/** Help: problem report (S5), counts of use (S6), updates (S4), the way to Webex (S7). */
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

  /** The next counts of use, as they would be sent (S6). */
  'support/usage': command(nothing, z.object({ text: z.string() })),

  /** Looks for an update now (S4). */
  'support/check-update': command(nothing, nothing),
  /** Installs the update that is ready and starts the app again. Errors: app.on-call, app.unavailable. */
  'support/install-update': command(nothing, nothing),
  /** Not now: asked again tomorrow. Error: app.not-allowed where it is mandatory. */
  'support/postpone-update': command(nothing, nothing),

  /** The person's choices as a file, to take elsewhere (S7). */
  'support/export-preferences': command(nothing, z.object({ name: z.string(), text: z.string() })),
  /** Takes over what such a file holds and this version knows. Error: support.unreadable-preferences. */
  'support/import-preferences': command(
    z.object({ text: z.string().check(z.maxLength(100_000)) }),
    z.object({ taken: z.number() }),
  ),
  /** The offer to move to Webex has been seen. */
  'support/dismiss-webex': command(nothing, nothing),
};
