import { choice, choiceWith, parameters, text } from '../parameter.ts';

/** cisco-uc 4.6. */
export const presenceParameters = parameters('Presence', {
  on: ['EnableOutlookPresenceIntegration', 'meetingservice_supportmultimeeting'],
  off: ['CalendarWebExMeetingPresence', 'HVDDisconnectSignout'],
  texts: ['DomainsForOutlookPresence', 'PresenceServerAddress', 'PresenceServerURL'],
  others: [
    choiceWith(
      // The installer's words (cisco-uc 5.1); that MUT is mutual exclusion is inferred.
      { synonyms: { wbx: 'wbxconnect', mut: 'mutualExclusion' } },
      'LoginResource',
      'multiResource',
      'wbxconnect',
      'mutualExclusion',
    ),
    choice('OutlookContactResolveMode', 'Auto', 'Email'),
  ],
});

/** cisco-uc 4.6. */
export const voicemailParameters = parameters('Voicemail', {
  on: ['ForwardVoicemail'],
  texts: ['VoicemailBackup1Server', 'VoicemailBackup2Server', 'VoicemailPrimaryServer'],
  others: [text('VoiceMailService_UseCredentialsFrom', 'phone')],
});
