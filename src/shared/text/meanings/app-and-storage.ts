import type { ErrorMeanings } from './error-meaning.ts';

/** Errors of the app itself, of what it stores, and of links. */
export const appAndStorage: ErrorMeanings = {
  'app.cancelled': {
    means: 'The person, or a newer step, ended what was going on. It is seldom shown.',
    remedy: 'Nothing.',
  },
  'app.fault': {
    means: 'A part of Parlance failed in a way nobody foresaw. Its stack is in the log.',
    remedy: 'Keep the log (see «Where things are») and report it; restart Parlance if it stays.',
  },
  'app.bad-request': {
    means: 'The window, or a program on the control socket, sent something that does not fit the contract.',
    remedy:
      'From your own program: the detail names the command and the field. From the window: restart Parlance, and report it if it comes back.',
  },
  'app.unknown-command': {
    means:
      'The window and Parlance are of different versions, or a program on the control socket misspelt a command.',
    remedy: 'Restart Parlance.',
  },
  'app.not-allowed': {
    means:
      'Opening an address that is neither web nor mail, a command that the control socket may not use, or taking back a message that has left already.',
    remedy: 'Nothing.',
  },
  'app.not-signed-in': {
    means: 'A command needs a signed-in person and there is none.',
    remedy: 'Sign in.',
  },
  'app.unavailable': {
    means: 'Nothing is stored that could be opened without the network.',
    remedy: 'Sign in with the network once; from then on contacts and messages can be opened offline.',
  },
  'app.timeout': {
    means: 'A step inside Parlance took too long.',
    remedy: 'Try again; with the log, report it if it comes back.',
  },
  'app.disconnected': {
    means: 'The window lost its connection to Parlance itself, not to a server.',
    remedy: 'Press Reconnect in the window. If Parlance has ended, start it again.',
  },
  'app.on-call': {
    means: 'Signing in again for changed settings was asked for during a call, and is not done then.',
    remedy: 'End the call, then press Sign in again in the bar at the foot of the window.',
  },
  'storage.wrong-key': {
    means:
      'The key of the encrypted databases could not be unlocked: the keychain entry or key file is gone, was replaced, or the profile was copied from another computer. The databases were renamed to `….set-aside-<time>`, not deleted.',
    remedy:
      'Sign in; what the server has (contacts, archived messages) comes back. To get the old data back, restore `database.key` (and `secret.key`, where there is one) from a backup and rename the files back.',
  },
  'storage.corrupt': {
    means: 'A database file is damaged. It was renamed to `….set-aside-<time>`, not deleted.',
    remedy: 'Sign in; check the disk. Keep the renamed file if messages that no server archived matter.',
  },
  'storage.unavailable': {
    means:
      'The data folder cannot be written: disk full, rights, or a lock held by a scanner. The detail has the code of SQLite or the system.',
    remedy: 'Free space or mend the rights of the data folder, then restart Parlance.',
  },
  'storage.newer-version': {
    means: 'A newer Parlance has used this profile; the older one does not touch its databases.',
    remedy: 'Install the newer version again.',
  },
  'link.malformed': {
    means: 'A link did not hold together: nothing in it was used. Links are never written to the log.',
    remedy: 'Mend the page or mail that carries it.',
  },
  'link.unsupported': {
    means: 'The link is of a kind that Parlance does not act on.',
    remedy: 'Nothing.',
  },
  'link.too-many': {
    means: 'More than two links came within ten seconds, which is what a hostile page would do.',
    remedy: 'Click again.',
  },
  'link.no-service': {
    means: 'A call link without a phone, or a chat link without chat.',
    remedy: 'Nothing, or give the person the service.',
  },
  'link.too-many-people': {
    means:
      'A conference link (`CISCOTELCONF:`) names more than four people; with the caller five are possible.',
    remedy: 'Shorten the list in the page or mail that carries it, or call the others with *Add*.',
  },
  'link.switched-off': {
    means: 'A parameter such as `EnableTelProtocol` switches links of this kind off.',
    remedy: 'Switch them on in the configuration, if they are wanted.',
  },
  'support.not-encrypted': {
    means:
      '`EnablePrtEncryption` is on, and the certificate of `PrtCertificateName` or `PRTCertificateUrl` was not found, could not be read, or has no RSA key of 2048 bits or more.',
    remedy:
      'Put the certificate into the computer’s store, or correct name or address (docs/admin/support.md). The report can be saved meanwhile; then it is not encrypted.',
  },
  'support.unreadable-preferences': {
    means: 'The chosen file is not what *Export preferences* writes.',
    remedy: 'Choose the right file.',
  },
  'update.bad-feed': {
    means:
      'What UpdateURL gave is neither Jabber’s update file nor electron-builder’s `latest.yml`, or names no version.',
    remedy: 'Open the address in a browser and compare it with docs/admin/updates.md.',
  },
  'update.bad-signature': {
    means:
      'The package is not signed by the publisher of the installed version, its checksum is wrong, or its version is not the announced one. It was deleted.',
    remedy: 'Sign it with the publisher’s certificate and write `latest.yml` anew with electron-builder.',
  },
  'update.failed': {
    means:
      'Loading or preparing an update failed; the log has the cause. It is tried again with the next look.',
    remedy: 'See whether the package beside `latest.yml` can be loaded from this network.',
  },
  'support.upload-refused': {
    means:
      'The server of PrtLogServerUrl answered the upload of a problem report with another status than 2xx.',
    remedy:
      'Look into that server’s log: it must take a POST of multipart/form-data with the file in `zipFileName`, of some megabytes. The report can be saved as a file meanwhile.',
  },
};
