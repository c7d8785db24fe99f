/**
 * Where Parlance, with nothing written, does other than the documented default says, and why. The documented defaults stand in
 * the table; writing one of these down makes it count. The test beside finds every such difference by itself.
 */
export const ownDefaults: Readonly<Record<string, { readonly instead: string; readonly why: string }>> = {
  AUTOMATIC_SIGN_IN: {
    instead: '*Keep me signed in on this computer* is ticked',
    why: 'Who signs in at their own computer wants to find it open in the morning; the box is in sight.',
  },
  DockedWindowVisible: {
    instead: 'no docked window',
    why: 'A window above all others that nobody asked for is in the way, and the documented set for a phone behind another app switches it off.',
  },
  EnableAccessoriesManager: {
    instead: 'off until the person allows programs to control calls',
    why: 'A program on this computer must not hear of calls unasked; `true`, written down, is no more than leave to ask.',
  },
  INVALID_CERTIFICATE_BEHAVIOR: {
    instead: 'the person may accept a certificate for its host, for good',
    why: 'A question that comes back each day is answered without reading it; an accepted certificate that changes is refused.',
  },
  Persistent_Chat_Enabled: {
    instead: 'rooms that stay are there where the server has them',
    why: 'Ordinary XMPP servers have rooms without being told to, and nobody writes a Cisco file for them.',
  },
  spell_check_enabled: {
    instead: 'as the system does',
    why: 'The system already knows whether its user wants it.',
  },
  StartCallWithVideo: {
    instead: 'calls begin without the camera',
    why: 'Nobody is seen unasked.',
  },
};
