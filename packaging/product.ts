/** What stays the same in every version: changing one of these makes another product, which stands beside the installed one. */
export const product = {
  name: 'Parlance',
  manufacturer: 'Parlance',
  description: 'A softphone and instant-messaging client',
  /** Also the preferences domain of a Mac's management, and the shell's application id on Windows. */
  appId: 'org.parlance.desktop',
  /** Of all MSIs, for finding earlier and later ones. */
  upgradeCode: '{6B0D6A3E-0C5D-4E0B-9C86-5A0C6F2F5B11}',
  /** Without an extension. */
  executable: 'Parlance',
  bootstrapFile: 'parlance-bootstrap.properties',
  /** In the resources: who installed it looks after updates (hosts/electron/can-install-updates.ts). */
  managedMark: 'installed-by-msi',
} as const;
