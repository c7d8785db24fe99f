import * as z from 'zod/mini';

/** What this machine's host can do; the UI reads this and never asks which host it runs on. */
export const hostCapsSchema = z.object({
  platform: z.enum(['windows', 'mac', 'linux']),
  /** Native notifications from main; otherwise the page raises them. */
  nativeNotifications: z.boolean(),
  tray: z.boolean(),
  badge: z.boolean(),
  globalShortcuts: z.boolean(),
  /** A small window at the edge of the screen; otherwise the window itself can be made to look so. */
  dockedWindow: z.boolean(),
  startAtLogin: z.boolean(),
  protocolHandlers: z.boolean(),
  /** `os` keychain, or `file` for an owner-only key file, which the user is told about. */
  secretStore: z.enum(['os', 'file']),
  /** Files are opened, and shown in their folder, by the host; else the window saves a copy. */
  opensFiles: z.boolean(),
  /** Base of the URL that serves pictures: `<blobBase>avatar/<hash>`. */
  blobBase: z.string(),
  version: z.string(),
  /** Main sees the person's absence itself; otherwise the window reports what it can see. */
  seesIdle: z.boolean(),
  /** The window is asked to report what it has painted. */
  wantsPaintReports: z.boolean(),
});
export type HostCaps = z.infer<typeof hostCapsSchema>;
