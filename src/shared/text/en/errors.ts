import type { ErrorCode } from '../../errors/catalogue.ts';

/**
 * One sentence or two an error: what happened, what it means, what to do next.
 * No codes, no blame. `{{name}}` is filled from the failure's parameters.
 */
export const errors = {
  'error.app.cancelled': 'Cancelled.',
  'error.app.fault':
    'Something in Parlance went wrong. Nothing you wrote is lost; try again, and send a problem report if it comes back.',
  'error.app.bad-request':
    'Parlance refused a request that it could not understand. Send a problem report if this comes back.',
  'error.app.unknown-command':
    'This version of Parlance does not know how to do that. Restart Parlance to finish an update.',
  'error.app.not-allowed': 'That is not allowed here.',
  'error.app.not-signed-in': 'You are signed out. Sign in to go on.',
  'error.app.unavailable': 'That is not available just now. Try again in a moment.',
  'error.app.timeout': 'That took too long. Try again.',
  'error.app.disconnected':
    'The window lost its connection to Parlance. It reconnects by itself; if not, restart Parlance.',
  'error.app.on-call': 'Parlance does not interrupt a call for this. Try again when the call has ended.',

  'error.discovery.bad-address': 'That does not look like a work address. Type it like name@company.com.',
  'error.discovery.no-such-domain': 'There is no domain {{domain}}. Check the address for a typing mistake.',
  'error.discovery.no-records':
    'No services were found for {{domain}}. If your company uses a VPN, connect it and try again, or enter the servers under Advanced.',
  'error.discovery.dns-failed':
    'The name server did not answer, so services for {{domain}} could not be looked up. Check your network and try again.',
  'error.discovery.outside-only':
    'From here {{domain}} can be reached only through its Expressway gateway, and that named no services for you. Connect to your company network or VPN, or tell your administrator.',
  'error.discovery.cloud-only':
    '{{domain}} uses the Webex cloud, whose messenger Parlance cannot sign in to. Enter your own servers under Advanced if your company has them.',
  'error.discovery.off':
    'Looking for services of {{domain}} was switched off by your administrator. Enter the servers under Advanced.',
  'error.discovery.team-messaging':
    'People of {{domain}} write to each other in the Webex app, and no phone was found for Parlance. Use the Webex app, or enter your own servers under Advanced.',
  'error.discovery.edge-address':
    'The Expressway gateway of {{domain}} is published as {{host}}, a plain address, which cannot work. Tell your administrator: it needs a name.',
  'error.discovery.user-not-found':
    '{{server}} does not know {{user}}. Check the address for a typing mistake.',

  'error.net.offline': 'There is no network. Parlance goes on by itself when it is back.',
  'error.net.refused':
    '{{host}} was found but does not accept connections on port {{port}}. The service may be down; try again or tell your administrator.',
  'error.net.unreachable':
    '{{host}} cannot be reached from this network. Check your network or VPN and try again.',
  'error.net.timeout': '{{host}} did not answer in time. Check your network or VPN and try again.',
  'error.net.reset': '{{host}} closed the connection. Try again.',
  'error.net.name-not-found':
    'The server name {{host}} does not exist. Check your network or VPN, or tell your administrator.',
  'error.net.proxy':
    '{{host}} could not be reached through the proxy {{proxy}}. Try again or tell your administrator.',
  'error.net.proxy-sign-in':
    'The proxy {{proxy}} wants a name and a password that Parlance does not have. Tell your administrator.',
  'error.tls.untrusted':
    'The identity of {{host}} cannot be verified. Nothing was sent to it. Review its certificate or tell your administrator.',
  'error.tls.failed': 'A secure connection to {{host}} could not be made. Tell your administrator.',
  'error.tls.required':
    '{{host}} offers no encryption, so Parlance did not send your password. Tell your administrator.',

  'error.http.status': '{{host}} answered with an error ({{status}}). Try again, or tell your administrator.',
  'error.http.too-large':
    '{{host}} sent a file that is too large to be right. It was not used. Tell your administrator.',
  'error.http.bad-content': '{{host}} sent an answer that could not be read. Tell your administrator.',
  'error.config.malformed':
    'The configuration file {{file}} is damaged. Parlance goes on with the last good settings; tell your administrator.',
  'error.config.unavailable':
    'The configuration could not be fetched from {{host}}. Parlance goes on with the last good settings.',
  'error.edge.not-allowed':
    '{{host}} cannot be used outside the company network: the Expressway gateway does not serve it. Connect to your company network or VPN.',

  'error.auth.wrong-password':
    'That user name or password was not accepted. Check the password and try once more; Parlance will not try it again by itself.',
  'error.auth.locked': 'This account is locked. Wait until it is unlocked, or tell your administrator.',
  'error.auth.no-common-mechanism': '{{host}} offers no safe way to sign in. Tell your administrator.',
  'error.auth.server-not-proven':
    '{{host}} could not prove that it knows your password, so the connection was ended. Tell your administrator.',
  'error.auth.sso-not-supported':
    '{{host}} asks for single sign-on, which needs the Parlance window. Sign in there.',
  'error.auth.sso-without-tokens':
    '{{host}} asks for single sign-on in a way that Parlance cannot use. Tell your administrator.',
  'error.auth.sign-on-closed': 'The sign-in window was closed before you had signed in. Try again.',
  'error.auth.sign-on-timeout': 'Signing in on the page of {{host}} took too long. Try again.',
  'error.auth.sign-on-bad-answer':
    '{{host}} sent an answer that Parlance cannot use, so you are not signed in. Try again.',
  'error.auth.sign-on-denied': 'Signing in was cancelled on the page of {{host}}. Try again.',
  'error.auth.sign-on-refused':
    'The sign-in page of {{host}} reported an error. Try again; if it stays, tell your administrator.',
  'error.auth.sign-on-not-allowed':
    '{{host}} does not accept Parlance for single sign-on. Tell your administrator.',
  'error.auth.sign-on-no-browser':
    'The sign-in page could not be opened. Try again, or continue in your browser.',
  'error.auth.session-ended':
    'Your sign-in has ended. Sign in again to go on; nothing you have written is lost.',
  'error.auth.token-refused':
    '{{host}} does not accept your sign-in, though your other services do. Tell your administrator.',
  'error.auth.token-elsewhere':
    '{{host}} does not belong to {{issuer}}, where you signed in, so your sign-in was not shown to it. Tell your administrator.',
  'error.auth.notice-declined':
    'You were not signed in, because you did not agree to the notice from your organisation.',

  'error.xmpp.stream': 'The chat server ended the connection. Parlance reconnects by itself.',
  'error.xmpp.conflict':
    'You signed in on another computer with the same identity, so chat was stopped here. Sign in again to use it here.',
  'error.xmpp.stanza': 'The chat server refused that.',
  'error.xmpp.timeout': 'The chat server did not answer in time. Try again.',
  'error.xmpp.not-connected': 'Chat is not connected. It goes on by itself when the connection is back.',
  'error.xmpp.nodes-failed':
    'Neither of your chat servers can be reached now. Chat waits until you sign in again or the network changes; nothing is lost.',
  'error.chat.rejected': 'The server did not deliver this message.',
  'error.chat.recipient-unavailable': 'This person cannot receive messages now. Try again later.',
  'error.chat.change-refused': 'The change was not accepted. The message reads as before.',
  'error.chat.too-long': 'This message is too long to send. Split it into shorter ones.',
  'error.chat.no-such-message': 'That message is no longer there.',
  'error.chat.must-be-encrypted':
    'Your organisation allows encrypted messages only, and they cannot be encrypted between you and this person.',
  'error.rooms.no-service': 'Your chat server has no rooms.',
  'error.rooms.not-inside': 'You are not in this room now.',
  'error.rooms.not-allowed': 'The room does not allow that.',
  'error.rooms.other-occupant':
    'It was not sent: somebody else may have this name in the room by now. If you mean them, send it again.',
  'error.files.too-large': 'This file is larger than the server takes.',
  'error.files.forbidden-type': 'Your company does not allow files of this kind ({{ending}}) in chats.',
  'error.files.off': 'Your company does not allow files in chats.',
  'error.files.no-way':
    'There is no way to send this file: the server keeps no files, and no device of the other person takes one just now.',
  'error.files.refused': 'The server did not take or give this file. Try again, or tell your administrator.',
  'error.files.busy': 'The server takes no more files from you for the moment. Try again later.',
  'error.files.gone': 'This file is no longer there. Ask for it again.',
  'error.files.not-saved':
    'The file could not be saved. See whether the disk is full or locked, and try again.',
  'error.files.not-read': 'The file could not be read to the end, so it was not sent. Add it again.',
  'error.files.declined': 'The other person did not take the file.',
  'error.files.no-path': 'The two computers found no way to each other, so the file did not get through.',
  'error.files.outside':
    'Outside the office, files cannot go straight from computer to computer. Ask for it to be sent again, or connect to the company network.',
  'error.files.folder': 'This is a folder. Pack it into one file, or add the files in it.',
  'error.files.empty': 'This file is empty, so there is nothing to send.',
  'error.contacts.bad-address': '{{address}} is not a valid address.',
  'error.contacts.not-found': 'That contact is no longer in your list.',
  'error.contacts.unreadable-file':
    'No contacts were found in this file. It must hold vCards, or CSV with headings.',
  'error.directory.referred':
    'The company directory sends this search on to another server, which is not asked. Tell your administrator.',
  'error.directory.unavailable':
    'The company directory cannot be reached. Your own contacts are still searched.',

  'error.voicemail.unavailable':
    'Your voicemail cannot be listed here. Messages can still be heard by calling your mailbox.',
  'error.voicemail.secure':
    'This message is protected and stays on the server. Call your mailbox to hear it.',
  'error.voicemail.not-taken':
    'The voicemail server did not take the message. Check whom it is for; a private message cannot be passed on.',
  'error.voicemail.no-sound': 'This message cannot be played here. Call your mailbox to hear it.',

  'error.calendar.not-found':
    'No calendar was found there. Check the address; for a shared calendar take its address in iCal format.',
  'error.calendar.unreadable':
    '{{host}} has your calendar but could not give it out just now. Parlance tries again; tell your administrator if it stays.',
  'error.calendar.not-allowed': 'Your organisation has switched calendars off in Parlance.',

  'error.sip.not-registered':
    'The phone is not connected, so calls cannot be made yet. Parlance reconnects by itself.',
  'error.sip.register-failed':
    'The phone service at {{host}} did not accept this phone. Tell your administrator.',
  'error.sip.active-elsewhere': 'Your phone was signed in on another computer. Sign in again to use it here.',
  'error.sip.no-device':
    'No softphone is set up for you on {{server}}. Chat works; ask your administrator for a phone.',
  'error.call.bad-number': '{{number}} cannot be called. Check the number.',
  'error.call.not-found': 'That call has ended.',
  'error.call.no-such-number': 'That number is not in service. Check it and try again.',
  'error.call.transfer-failed': 'The call could not be transferred. You are still connected.',
  'error.call.transfer-busy': 'Not transferred: the line there is busy. You are still connected.',
  'error.call.transfer-no-answer': 'Not transferred: nobody answered there. You are still connected.',
  'error.call.feature-refused': 'The phone server did not do that.',
  'error.call.forwarding-failed': 'Call forwarding could not be changed. It stays as it was.',
  'error.call.busy': 'The line is busy.',
  'error.call.no-answer': 'Nobody answered.',
  'error.call.declined': 'The call was declined.',
  'error.call.unreachable': 'They cannot be reached at the moment.',
  'error.call.incomplete-number': 'That number is incomplete. Check it and try again.',
  'error.call.not-allowed': 'Your phone system does not allow this call. Ask your IT department.',
  'error.call.network-trouble': 'The phone network is overloaded or out of order. Try again in a moment.',
  'error.call.no-common-codec':
    'The other side uses sound that Parlance cannot handle, so the call could not start. Tell your administrator.',
  'error.call.failed': 'The call could not be completed. Try again.',
  'error.call.ended': 'That call has ended.',
  'error.call.not-possible-now': 'That is not possible at this moment of the call.',
  'error.desk-phone.none':
    'Your phone server offers no way to control desk phones from here. Your administrator can switch WebDialer on.',
  'error.desk-phone.refused': 'Your desk phone could not be told to do that. Try again.',
  'error.desk-phone.needs-password':
    'Your desk phone can only be controlled with a password, and you signed in at your company’s page.',
  'error.desk-phone.no-phone': 'No desk phone with a line is yours. Your administrator can give you one.',
  'error.desk-phone.numbers-only': 'Your desk phone can only be told to dial a number, not this address.',
  'error.desk-phone.lost': 'Your desk phone does not answer. Look whether it has power and network.',
  'error.desk-phone.no-control':
    'The phone at this address cannot be controlled from here. Check the address, or ask your administrator.',
  'error.desk-phone.not-allowed':
    'Your desk phone does not let Parlance control it. Your administrator can allow it.',
  'error.desk-phone.destination-refused':
    'The server did not take {{number}} as your other phone. It may be in use already, or not allowed.',
  'error.desk-phone.no-number': 'Enter the number of the phone that should ring first.',
  'error.media.no-microphone': 'No microphone was found. Plug one in and try again.',
  'error.media.permission-denied':
    'Parlance may not use the microphone. Allow it in the system settings and try again.',
  'error.media.no-ports': 'No network port for sound was free. End another call, or tell your administrator.',
  'error.media.bad-sdp':
    'The other side described the call in a way that could not be read. Tell your administrator.',
  'error.media.no-camera':
    'No camera could be used. Your voice goes on; connect a camera and start the video again.',
  'error.call.no-video': 'The other side does not take video. Your voice goes on.',
  'error.call.share-refused':
    'You cannot share right now: the other side keeps the floor or did not answer. Try again in a moment.',
  'error.call.share-taken': 'The other side has taken over, so your sharing has ended.',
  'error.media.no-audio': 'The other side offered no sound, so the call could not start.',
  'error.media.srtp-required':
    'This phone must encrypt calls and the other side does not, so the call could not start. Tell your administrator.',
  'error.media.srtp-refused':
    'The other side insists on an encryption that Parlance does not have, so the call could not start. Tell your administrator.',
  'error.media.dtmf-not-negotiated': 'The other side does not take keypad tones in this call.',
  'error.media.bad-digit': 'That key has no tone.',
  'error.media.wrong-state': 'The sound of this call got out of step. Hang up and call again.',
  'error.media.unknown-session': 'The sound of this call is gone. Hang up and call again.',
  'error.media.gateway-lost':
    'The sound engine stopped and is being restarted. The call goes on in a moment.',
  'error.media.failed': 'Sound could not be started for this call. Hang up and call again.',

  'error.storage.wrong-key':
    'The stored data could not be unlocked on this computer. It was set aside; sign in to start afresh.',
  'error.storage.corrupt':
    'The stored data was damaged. It was set aside, and Parlance fetches again what the server has.',
  'error.storage.unavailable':
    'Parlance cannot write to its data folder. Check the free space and your rights.',
  'error.storage.newer-version':
    'The stored data was written by a newer Parlance. Update Parlance to open it.',

  'error.link.malformed': 'That link could not be understood, so nothing was done.',
  'error.link.unsupported': 'Parlance does not handle links of the kind {{scheme}}.',
  'error.link.too-many':
    'Several links came at once. Only the first ones were opened; click again for the others.',
  'error.link.too-many-people': 'That link wants more people in one call than the five that fit.',
  'error.link.switched-off': 'Your organisation has switched links of this kind off.',
  'error.link.no-service': 'That link needs a service that you are not signed in to.',

  'error.support.upload-refused':
    '{{host}} did not take the report (status {{status}}). Save it as a file and send that.',
  'error.support.unreadable-preferences': 'That file holds no preferences of Parlance. Nothing was changed.',
  'error.support.not-encrypted':
    'The report was not sent: your organisation wants it encrypted, and the certificate for that was not found. Tell your administrator.',
  'error.update.bad-feed':
    'The information about updates at {{host}} could not be understood. Tell your administrator.',
  'error.update.bad-signature':
    'The update was not installed, because its publisher could not be proven. Tell your administrator.',
  'error.update.failed': 'The update could not be loaded. Parlance tries again by itself.',
} as const satisfies Record<`error.${ErrorCode}`, string>;
