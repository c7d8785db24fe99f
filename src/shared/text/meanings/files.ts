import type { ErrorMeanings } from './error-meaning.ts';

/** Errors of files in chats. */
export const files: ErrorMeanings = {
  'files.too-large': {
    means:
      'The file is over the size that the upload service (XEP-0363) tells, or the service refused it with 413 or `not-acceptable`.',
    remedy: 'Raise the service’s limit, or share the file another way.',
  },
  'files.forbidden-type': {
    means: 'The ending of the name is in `Disallowed_File_Transfer_Types`.',
    remedy: 'Change the policy, or send the file in another form.',
  },
  'files.off': { means: '`File_Transfer_Enabled` is false.', remedy: 'Change the policy.' },
  'files.no-way': {
    means:
      'The server has no upload service (XEP-0363) and no device of the other side announces file transfer (XEP-0096); rooms take uploads only.',
    remedy: 'Give the server an upload service.',
  },
  'files.refused': {
    means:
      'The upload service or the web server refused (401, 403, 406, `not-allowed`), or gave an address that is not https.',
    remedy: 'Look at the service’s access rules and its outside address.',
  },
  'files.busy': {
    means: 'The upload service has reached a quota of the person (`resource-constraint`, 429, 503, 507).',
    remedy: 'Wait, or raise the quota.',
  },
  'files.gone': {
    means:
      'The server has the file no more (404, 410), the offer was withdrawn, or the file that was saved has been moved or deleted.',
    remedy: 'Ask for the file again; look at how long the service keeps files.',
  },
  'files.not-saved': {
    means: 'The download folder could not be written: full, locked or not there.',
    remedy: 'Make room, or give the person the right to write there.',
  },
  'files.not-read': {
    means:
      'The window went away, or the file could not be read, before all of it was handed over for sending.',
    remedy: 'Add the file again.',
  },
  'files.declined': { means: 'The other device answered the offer with `forbidden`.', remedy: 'Nothing.' },
  'files.no-path': {
    means:
      'No SOCKS5 bytestream (XEP-0065, port 37200 or a proxy) could be opened and the in-band way (XEP-0047) failed too.',
    remedy: 'Open TCP 37200 between the computers, or give the server a SOCKS5 proxy component.',
  },
  'files.outside': {
    means: 'Peer to peer file transfer does not work through Expressway.',
    remedy: 'Use an upload service: that works from outside.',
  },
  'files.folder': {
    means: 'A folder was dropped into a chat; a browser cannot read one as a file.',
    remedy: 'Pack it into an archive, or add the files one by one.',
  },
  'files.empty': {
    means:
      'A file of no bytes was to be uploaded; upload services take none (XEP-0363 asks for a positive size).',
    remedy:
      'Nothing is broken. A file that should not be empty was not written to its end where it comes from.',
  },
};
