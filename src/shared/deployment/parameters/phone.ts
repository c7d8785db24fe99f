import { choice, parameters, text } from '../parameter.ts';

/** cisco-uc 4.4. */
export const phoneParameters = parameters('Phone', {
  on: ['EnableCallPark', 'EnableDSCPPacketMarking'],
  off: [
    'EnableE911EdgeLocationPolicy',
    'EnableE911OnPremLocationPolicy',
    'useCUCMGroupForCti',
    'UseSIPforMobiles',
  ],
  texts: [
    'CcmcipServer1',
    'CcmcipServer2',
    'CtiServer1',
    'CtiServer2',
    'E911EdgeLocationWhiteList',
    'E911NotificationURL',
    'Meeting_Server_Address',
    'Meeting_Server_Address_Backup',
    'Meeting_Server_Address_Backup2',
    'TftpServer1',
    'TftpServer2',
  ],
  others: [
    choice('EnableNGEPolicy', 'eOnPremOnly', 'eNever', 'eEdgeOnly', 'eAlways'),
    choice('LocalAuthenticationWithBiometrics', 'UserDecision', 'AdminEnabled', 'AdminDisabled'),
    // A switch or a key: true, false or e.g. CTRL+SHIFT+J.
    text('MakeCallHotKey', 'true'),
  ],
});
