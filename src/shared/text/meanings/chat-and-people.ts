import type { ErrorMeanings } from './error-meaning.ts';

/** Errors of chat, people and voicemail. */
export const chatAndPeople: ErrorMeanings = {
  'xmpp.stream': {
    means: 'The chat server closed the stream; its own word for it stands in the details.',
    remedy: 'Nothing if it comes back by itself; else the server’s log.',
  },
  'xmpp.conflict': {
    means:
      'Another client signed in with the same XMPP resource. Parlance’s is random per installation, so this is most often a copied profile.',
    remedy: 'Do not copy profiles between computers; reset one of the two.',
  },
  'xmpp.stanza': {
    means: 'The server refused a request; the condition (RFC 6120 8.3.3) stands in the details.',
    remedy: 'Look the condition up in the server’s log or policy.',
  },
  'xmpp.timeout': {
    means: 'The chat server holds the connection but does not answer.',
    remedy: 'Look at the load of the server.',
  },
  'xmpp.not-connected': {
    means: 'Something was asked for that needs the chat server now.',
    remedy: 'Wait for the connection. Messages wait by themselves and are not affected.',
  },
  'xmpp.nodes-failed': {
    means:
      'The chat server was lost, and after the waiting time of the cluster neither node of the pair took the client.',
    remedy:
      'Look at both IM and Presence nodes (high availability state, critical services). Clients go on when the person chooses to sign in again, when the network changes and after sleep.',
  },
  'chat.rejected': {
    means: 'A policy of the server (ethical wall, block list, size) refused the message.',
    remedy: 'Look at the server’s policy. Parlance never goes round it.',
  },
  'chat.recipient-unavailable': {
    means: 'The address does not exist, or its server is not reachable or keeps no offline messages.',
    remedy: 'Check the address, and federation where it is another domain.',
  },
  'chat.change-refused': {
    means:
      'A policy of the server refused the correction of a message. The words from before the correction are shown again.',
    remedy: 'Look at the server’s policy. Parlance never goes round it.',
  },
  'chat.too-long': {
    means: 'The message is longer than 65,536 characters or than servers take in one stanza.',
    remedy: 'Nothing.',
  },
  'chat.no-such-message': {
    means: 'The message was removed meanwhile.',
    remedy: 'Nothing.',
  },
  'chat.must-be-encrypted': {
    means:
      'Support_AES_Encoding_For_IM is on and Support_No_Encoding_For_IM is off: messages between two people must be encrypted from client to client, and Parlance has no such encryption.',
    remedy:
      'Use a room, where the policy does not count, or ask the administrator to allow messages without encoding.',
  },
  'rooms.no-service': {
    means: 'The chat server names no conference service (XEP-0045) in its list of services.',
    remedy: 'Switch group chat on: on IM and Presence the Text Conferencing Manager service and an alias.',
  },
  'rooms.not-inside': {
    means: 'The room was left, or the connection is just coming back.',
    remedy: 'Nothing.',
  },
  'rooms.not-allowed': {
    means:
      'The room or its service refused: the person has not the role or affiliation for it, or may not make rooms.',
    remedy: 'Make the person a moderator, administrator or owner of the room, or allow the making of rooms.',
  },
  'rooms.other-occupant': {
    means:
      'A private message in a room waited until the room was entered again, and the nick may have passed to somebody else meanwhile.',
    remedy:
      'Nothing, or a room service that names its occupants (XEP-0421): then a message to the same person goes out by itself.',
  },
  'contacts.bad-address': {
    means: 'A chat address is not `name@domain` (RFC 7622).',
    remedy: 'Nothing.',
  },
  'contacts.not-found': {
    means: 'The contact was removed meanwhile, perhaps on another computer.',
    remedy: 'Nothing.',
  },
  'contacts.unreadable-file': {
    means:
      'A file chosen for import is neither vCards (2.1, 3 or 4) nor CSV with headings nor a contact list of IM and Presence, or it was chosen too long ago.',
    remedy: 'Export it again as vCard or CSV (UTF-8) from the address book, and choose it once more.',
  },
  'directory.unavailable': {
    means: 'None of the up to three UDS servers answered a search.',
    remedy: 'Check UDS on the nodes that Connection status names.',
  },
  'directory.referred': {
    means:
      'The LDAP server holds nothing below the search base and named another server (a referral). Parlance does not follow: the password of one server would be shown to another.',
    remedy:
      'Set the search base to one that the configured server holds, or name the server that holds it; in Active Directory a global catalogue holds all domains.',
  },
  'voicemail.unavailable': {
    means: 'No voicemail server is named for this person, or none of the up to three answered.',
    remedy: 'Check the voicemail service of the service profile, and port 443 of the servers it names.',
  },
  'voicemail.secure': {
    means: 'The message is marked secure; its sound is not given out by the server.',
    remedy: 'It is heard by calling the mailbox.',
  },
  'voicemail.not-taken': {
    means:
      'Unity Connection refused a message with the status in the details: no mailbox has the extension or address, the class of service forbids sending, or the message that was to be passed on is private or secure.',
    remedy: 'Use the extension that the mailbox has; allow sending in the class of service.',
  },
  'voicemail.no-sound': {
    means: 'The server has no sound for this message, or in a form that is not sound.',
    remedy: 'Record messages as PCM or G.711; G.729 recordings are heard by calling the mailbox.',
  },
  'calendar.not-found': {
    means:
      'The address leads to no iCalendar document, no CalDAV calendar, or no mailbox of Exchange; the detail is the HTTP status or Exchange’s code.',
    remedy:
      'Open the address in a browser. For CalDAV the server’s name is enough where /.well-known/caldav leads on; for Exchange the mail address where autodiscover is published.',
  },
  'calendar.unreadable': {
    means: 'Exchange answered with an error of its own, which the detail names.',
    remedy: 'Look the code up in Exchange’s documentation; Parlance goes on trying.',
  },
  'calendar.not-allowed': {
    means: 'EnableCalendarIntegration is false, or CalendarIntegrationType is 0.',
    remedy: 'Nothing, if this is wanted.',
  },
};
