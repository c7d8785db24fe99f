import type { ErrorMeanings } from './error-meaning.ts';

/** Errors of the phone, calls and their sound. */
export const calls: ErrorMeanings = {
  'sip.not-registered': {
    means: 'A call was wanted while the phone has no registration.',
    remedy: 'See the state of the phone in Connection status.',
  },
  'sip.register-failed': {
    means: 'REGISTER was refused; status, words and Warning of the server stand in the details.',
    remedy:
      'Look the status up in the server’s log. On Unified CM check the device, its line and its security profile.',
  },
  'sip.active-elsewhere': {
    means: 'The server says that the device is registered by another client.',
    remedy: 'Sign out there, or sign in again here.',
  },
  'sip.no-device': {
    means:
      'The user has no Client Services Framework device with a line, or the server does not know the registered address (404).',
    remedy: 'Create the CSF device, associate it with the user, and give it a line.',
  },
  'call.bad-number': {
    means: 'What was typed or linked is neither a number nor a SIP address.',
    remedy: 'Nothing.',
  },
  'call.not-found': {
    means: 'The call was over when the button was pressed.',
    remedy: 'Nothing.',
  },
  'call.busy': {
    means: 'The other side, or the server for it, says busy (486, 600, Q.850 17).',
    remedy: 'Nothing.',
  },
  'call.no-answer': {
    means: 'Nobody answered in the time that the server gives (408, 487, Q.850 18, 19 or 102).',
    remedy: 'Nothing.',
  },
  'call.declined': {
    means: 'The other side declined, or takes no such calls (603, 607, 608, 433, Q.850 21).',
    remedy: 'Nothing.',
  },
  'call.unreachable': {
    means: 'The server knows them, but no phone of theirs is there to ring (480, 430, Q.850 20 or 27).',
    remedy: 'Nothing, or look whether their phones are registered.',
  },
  'call.incomplete-number': {
    means: 'The server waits for more digits (484, Q.850 28). Parlance always sends whole numbers.',
    remedy:
      'Check the dial plan and the application dial rules: the dial pad shows how a number is really dialled.',
  },
  'call.not-allowed': {
    means: 'The server or the network behind it bars this call for this line (402, 403, Q.850 29, 50 to 57).',
    remedy: 'Check the line’s classes of service (calling search space) and the trunk’s credit.',
  },
  'call.network-trouble': {
    means: 'A server or trunk on the way is overloaded or out of order (500, 502, 503, 504, Q.850 34 to 47).',
    remedy: 'Look at the trunks and gateways; status, words and Warning stand in the details.',
  },
  'call.no-common-codec': {
    means:
      'No codec in common, or media that the server will not take (488, 606, 415). Parlance has Opus, G.722, G.711 µ-law and A-law. After such a refusal the call is tried once more with RTP/SAVP, for servers that insist on encryption.',
    remedy: 'Allow one of these codecs between the regions, or a transcoder.',
  },
  'call.failed': {
    means: 'Set-up failed for another reason; status, words and Warning stand in the details.',
    remedy: 'Look the status up in the server’s log.',
  },
  'call.ended': {
    means: 'The call was over.',
    remedy: 'Nothing.',
  },
  'call.not-possible-now': {
    means:
      'A seventh call, or something that the call’s present state does not allow (digits while it is held).',
    remedy: 'Nothing.',
  },
  'call.no-such-number': {
    means: 'The server has no route to that number (404, 410, 604, Q.850 1 or 22).',
    remedy:
      'Check the dial plan, the calling search space and the application dial rules: the dial pad shows how a number is really dialled.',
  },
  'call.transfer-failed': {
    means:
      'The other side, or the server, did not follow the transfer (REFER refused, or its NOTIFY told 403, 5xx, 6xx, or nothing for three minutes).',
    remedy: 'Allow REFER and Replaces through the servers between; status and words stand in the details.',
  },
  'call.transfer-busy': {
    means: 'Whoever was transferred found the target busy (486, 600).',
    remedy: 'Nothing.',
  },
  'call.transfer-no-answer': {
    means: 'Nobody answered where the call was transferred to (408, 480, 487).',
    remedy: 'Nothing.',
  },
  'call.feature-refused': {
    means: 'The server refused a feature of the phone: park, divert, pickup, conference, hunt group.',
    remedy: 'Allow the feature for the device or the line; its own words stand in the details.',
  },
  'call.forwarding-failed': {
    means: 'UDS or the server refused to change call forwarding.',
    remedy:
      'Allow forwarding for the line (its calling search space), and the person to manage it in self care.',
  },
  'desk-phone.none': {
    means:
      'None of the CUCM nodes answers at /webdialer in the new form or in the old ones (cisco-uc 14.2), so desk phones cannot be reached. CTIQBE is a closed protocol that Parlance does not speak.',
    remedy: 'Activate and start the Cisco WebDialer Web Service on a node, and let clients reach port 8443.',
  },
  'desk-phone.refused': {
    means:
      'WebDialer answered with the code in the details: 1 the call failed, 3 no right for this user’s phones, 4 directory error, 5 no such device or line, 6 and 9 overloaded, 7 destination unreachable, 8 service error.',
    remedy:
      'For 3 and 5 look at the device association of the user and at Allow Control of Device from CTI; for 6 and 9 wait.',
  },
  'desk-phone.needs-password': {
    means: 'The person signed in by single sign-on; how WebDialer takes tokens is not public.',
    remedy: 'Let the person call from this computer, or from the phone itself.',
  },
  'desk-phone.no-phone': {
    means: 'WebDialer lists no phone with a line for this user.',
    remedy: 'Associate the phone and its line with the user on CUCM.',
  },
  'desk-phone.numbers-only': {
    means: 'An address (SIP URI) was to be called by a desk phone; WebDialer takes numbers.',
    remedy: 'Call a number, or switch to this computer.',
  },
  'desk-phone.lost': {
    means:
      'The phone under control (uaCSTA) gives no answer, ended the control, or says that it is out of service. Parlance keeps trying while the mode is on.',
    remedy: 'Look at the phone’s power, network and registration; the details name the last answer.',
  },
  'desk-phone.no-control': {
    means:
      'Whatever answers at this address does not take application/csta+xml (ECMA TR/87), or nothing has this address.',
    remedy: 'Switch uaCSTA on at the phone or the gateway, and give people the address that takes it.',
  },
  'desk-phone.not-allowed': {
    means: 'The phone or its gateway refused control to this account, or one service of it.',
    remedy: 'Allow this account to control the phone; the details name the refusal.',
  },
  'desk-phone.destination-refused': {
    means:
      'UDS refused to keep a remote destination, or answered yes and kept another number; the details name its answer.',
    remedy:
      'Let the person’s remote destination profile take the number (limit of destinations, number in use, calling search space).',
  },
  'desk-phone.no-number': {
    means: 'Calls were to go by another phone, and no number of one is set.',
    remedy: 'Type the number under Calls › Other phone.',
  },
  'media.no-microphone': {
    means: 'The computer offers no microphone.',
    remedy: 'Plug one in; on a virtual desktop, pass it through.',
  },
  'media.permission-denied': {
    means: 'The system or the browser keeps the microphone from Parlance.',
    remedy: 'Allow it in the privacy settings of the system.',
  },
  'media.no-ports': {
    means: 'No pair of UDP ports in the audio half of the range is free.',
    remedy: 'Widen start and stop media port of the SIP profile; look for another program in that range.',
  },
  'media.failed': {
    means: 'The window could not start the sound of a call.',
    remedy: 'Call again; restart Parlance if it stays, and report it with the log.',
  },
  'media.bad-sdp': {
    means: 'The other side’s session description could not be read.',
    remedy: 'A trace of the SIP messages from the server’s side is needed.',
  },
  'media.no-camera': {
    means: 'No camera is connected, or another program holds it.',
    remedy: 'Connect a camera or close the other program, then start the video again.',
  },
  'call.no-video': {
    means: 'The other side’s phone, or the server between, refused the picture; the voice goes on.',
    remedy:
      'Nothing on this side; on a Unified CM, the region’s video bandwidth and the device’s video capabilities decide.',
  },
  'call.share-refused': {
    means:
      'The other side’s floor control (BFCP) denied the request to show slides, or gave no answer within 20 seconds.',
    remedy:
      'Try again once the other side has stopped showing something. If it never works, UDP to the other side’s BFCP port (5070 as a rule) is blocked.',
  },
  'call.share-taken': {
    means: 'The other side, or a conference’s chair, took the floor while this side was showing something.',
    remedy: 'None needed; sharing again takes the floor back.',
  },
  'media.no-audio': {
    means: 'The other side offered or answered without an audio line.',
    remedy: 'Nothing on this side.',
  },
  'media.srtp-required': {
    means:
      'The call was offered with mandatory encryption, after the other side had refused the offer where it was optional, and was answered without.',
    remedy: 'Enable SRTP on the other side.',
  },
  'media.srtp-refused': {
    means:
      'The other side insists on encryption without a crypto suite of ours: AES_CM_128_HMAC_SHA1_80 or _32, AEAD_AES_128_GCM or AEAD_AES_256_GCM by SDES.',
    remedy: 'Enable one of these there, or keys by DTLS (incoming voice calls).',
  },
  'media.dtmf-not-negotiated': {
    means: 'The other side takes no telephone events (RFC 4733), and INFO was not possible either.',
    remedy: 'Enable RFC 2833/4733 on the far end or its trunk.',
  },
  'media.bad-digit': {
    means: 'Only 0–9, A–D, star, hash and a comma for a pause have tones.',
    remedy: 'Nothing.',
  },
  'media.wrong-state': {
    means: 'Signalling and sound of a call got out of step: a bug.',
    remedy: 'Report it with the log.',
  },
  'media.unknown-session': {
    means: 'The media gateway does not know the call: a bug, or it was restarted.',
    remedy: 'Call again; report it with the log if it comes back.',
  },
  'media.gateway-lost': {
    means: 'The gateway’s process or thread ended. It is started again and running calls are offered anew.',
    remedy: 'Nothing if sound is back within seconds; report it with the log.',
  },
};
