import type { Parameter, ParameterEffect } from './parameter.ts';
import { plainParameterName } from './parameter-names.ts';
import { clientParameters } from './parameters/client.ts';
import { directoryParameters } from './parameters/directory.ts';
import { installerParameters } from './parameters/installer.ts';
import { optionsParameters } from './parameters/options.ts';
import { phoneParameters } from './parameters/phone.ts';
import { policiesParameters } from './parameters/policies.ts';
import { presenceParameters, voicemailParameters } from './parameters/presence-and-voicemail.ts';

const deployment = 'main/services/bootstrap/cisco-deployment.ts';
const files = 'main/services/bootstrap/fetch-profile.ts';
const signOn = { requirement: 'A2', obeyedBy: 'main/services/authentication/sign-on-settings.ts' };
const launch = 'main/services/deployment/launch-settings.ts';
const installed = 'main/services/deployment/installed-servers.ts';
const ldap = { requirement: 'C2', obeyedBy: 'main/services/bootstrap/ldap-settings.ts' };
const idle = { requirement: 'M4', obeyedBy: 'main/services/presence/idle-rules.ts' };
const support = 'main/services/support/create-support.service.ts';
const customTabs: ParameterEffect = { requirement: 'X6', obeyedBy: 'main/services/tabs/read-custom-tabs.ts' };
const linkRules: ParameterEffect = { requirement: 'X3', obeyedBy: 'main/services/links/link-rules.ts' };
const managed = { requirement: 'S3', obeyedBy: 'shared/deployment/managed-settings.ts' };
const window = { requirement: 'S3', obeyedBy: 'shared/deployment/window-rules.ts' };
const ringing = { requirement: 'X5', obeyedBy: 'main/app/call-announcement.ts' };
const webex = { requirement: 'S7', obeyedBy: 'main/services/support/create-webex-move.ts' };
const usage = { requirement: 'S6', obeyedBy: 'main/services/support/create-usage.ts' };
const calendar = { requirement: 'M5', obeyedBy: 'main/services/calendar/create-calendar.service.ts' };
const history = { requirement: 'M13', obeyedBy: 'main/services/history/retention.ts' };
const fileRules = { requirement: 'M10', obeyedBy: 'main/services/files/file-policy.ts' };
const calls = 'main/services/calls/call-policies.ts';
const phoneState = { requirement: 'V14', obeyedBy: 'main/services/phone/create-phone-state.ts' };
const voicemail = { requirement: 'V11', obeyedBy: deployment };
const encryption = { requirement: 'M12', obeyedBy: 'main/services/chat/encryption-policy.ts' };
const suggested = 'main/services/deployment/create-local-deployment.ts';

/**
 * Parameters that this version acts on: the promise that each serves, and where it is obeyed. All others are read, kept and
 * shown. What each does, in words: tools/docs/parameter-effects.ts.
 */
const effects: Readonly<Record<string, ParameterEffect>> = {
  DockedWindowPosition: { requirement: 'X5', obeyedBy: 'shared/deployment/managed-settings.ts' },
  DockedWindowVisible: { requirement: 'X5', obeyedBy: 'shared/deployment/managed-settings.ts' },
  MakeCallHotKey: { requirement: 'X5', obeyedBy: 'shared/deployment/managed-settings.ts' },
  LANGUAGE: { requirement: 'X7', obeyedBy: 'shared/deployment/managed-settings.ts' },
  UseSystemLanguage: { requirement: 'X7', obeyedBy: 'shared/deployment/managed-settings.ts' },
  AcceptContactRequests: { requirement: 'M2', obeyedBy: 'shared/deployment/managed-settings.ts' },
  AlertOnAvailableEnabled: {
    requirement: 'M3',
    obeyedBy: 'main/services/people-watch/create-people-watch.service.ts',
  },
  AUTHENTICATOR: { requirement: 'D13', obeyedBy: installed },
  AutoAcceptFileTransfer: fileRules,
  BaseFilter: ldap,
  BusinessPhone: ldap,
  CacheSessionCookieInDevice: signOn,
  CalendarAutoRefreshTime: calendar,
  CalendarIntegrationType: calendar,
  CasHost: { requirement: 'D6', obeyedBy: launch },
  CasWaitMs: { requirement: 'D1', obeyedBy: launch },
  CcmcipServer1: { requirement: 'D13', obeyedBy: installed },
  CcmcipServer2: { requirement: 'D13', obeyedBy: installed },
  City: ldap,
  CLEAR: { requirement: 'D13', obeyedBy: suggested },
  CommonName: ldap,
  CompanyName: ldap,
  ConfigRefetchInterval: { requirement: 'D11', obeyedBy: 'main/services/session/background-refresh.ts' },
  ConnectionPassword: ldap,
  ConnectionUsername: ldap,
  Country: ldap,
  DirectoryServerType: ldap,
  CiscoTelProtocolPermissionEnabled: linkRules,
  ClickToCallProtocolPermissionEnabled: linkRules,
  AllowUserCustomTabs: customTabs,
  CustomTabFunctionHosts: customTabs,
  CustomTabHosts: customTabs,
  RefreshCustomTabsOnNetworkChange: {
    requirement: 'X6',
    obeyedBy: 'main/services/tabs/create-custom-tabs.ts',
  },
  DirectoryUri: ldap,
  DirectoryUriPrefix: ldap,
  DisableSecondaryNumberLookups: ldap,
  Disable_IM_History: history,
  Disallowed_File_Transfer_Types: fileRules,
  DisplayName: ldap,
  DoNotDisturbExceptions: {
    requirement: 'M3',
    obeyedBy: 'main/services/presence/create-presence.service.ts',
  },
  EmailAddress: ldap,
  EnableCalendarIntegration: calendar,
  EnableCiscoIMProtocol: linkRules,
  EnableCiscoTelConfProtocol: linkRules,
  EnableCiscoTelProtocol: linkRules,
  EnableClickToCallProtocol: linkRules,
  EnableIMProtocol: linkRules,
  EnableProvisionProtocol: linkRules,
  EnableSIPProtocol: linkRules,
  EnableTelephonyProtocolRateLimit: linkRules,
  EnableTelProtocol: linkRules,
  EnableTelProtocolPopupWindow: linkRules,
  EnableXMPPProtocol: linkRules,
  EnableCallPark: { requirement: 'V4', obeyedBy: calls },
  EnableCallPickup: phoneState,
  EnableGroupCallPickup: phoneState,
  EnableHuntGroup: phoneState,
  EnableJabber2TeamsMigration: webex,
  EnablePrt: { requirement: 'S5', obeyedBy: support },
  EnablePrtEncryption: { requirement: 'S5', obeyedBy: support },
  PrtCertificateName: { requirement: 'S5', obeyedBy: support },
  PRTCertificateUrl: { requirement: 'S5', obeyedBy: support },
  EnableSaveLogsToLocal: { requirement: 'S5', obeyedBy: support },
  EnableBFCPVideoDesktopShare: { requirement: 'V9', obeyedBy: calls },
  EnableVideo: { requirement: 'V3', obeyedBy: calls },
  EnableSIPURIDialling: { requirement: 'V2', obeyedBy: calls },
  EnableTLS: ldap,
  File_Transfer_Enabled: fileRules,
  Firstname: ldap,
  ForceLaunchBrowser: signOn,
  Forgot_Password_URL: { requirement: 'S3', obeyedBy: support },
  HomePhone: ldap,
  IM_History_Days: history,
  INVALID_CERTIFICATE_BEHAVIOR: {
    requirement: 'A10',
    obeyedBy: 'main/services/session/certificate-policy.ts',
  },
  InvalidCredentialsLogout: { requirement: 'A2', obeyedBy: 'main/services/session/run-sign-on.ts' },
  Lastname: ldap,
  'jabber-plugin-config': customTabs,
  LDAP_UseCredentialsFrom: ldap,
  LdapAnonymousBinding: ldap,
  LdapDNSForestDomain: ldap,
  LdapUserDomain: ldap,
  LoginBanner: { requirement: 'A13', obeyedBy: 'main/services/session/sign-in-notice.ts' },
  LogWritingDesktop: { requirement: 'S5', obeyedBy: support },
  MaxNumberOfFilesDesktop: { requirement: 'S5', obeyedBy: support },
  MediaEncryption: { requirement: 'V2', obeyedBy: calls },
  MinimumCharacterQuery: ldap,
  MobilePhone: ldap,
  OAuthClientId: signOn,
  OAuthClientSecret: signOn,
  OAuthRedirectUri: signOn,
  OAuthTokenAddress: signOn,
  OAuthUsePkce: signOn,
  OtherPhone: ldap,
  PhoneNumberMasks: ldap,
  PhotoSource: ldap,
  PhotoUriSubstitutionEnabled: ldap,
  PhotoUriSubstitutionToken: ldap,
  PhotoUriWithToken: ldap,
  PostalCode: ldap,
  PredictiveSearchFilter: ldap,
  PreferredFT: fileRules,
  PresenceDomain: { requirement: 'A12', obeyedBy: deployment },
  PresenceServerAddress: { requirement: 'D12', obeyedBy: 'main/services/bootstrap/provision-cluster.ts' },
  PrimaryServerName: ldap,
  PRODUCT_MODE: { requirement: 'A6', obeyedBy: deployment },
  PrtLogServerUrl: { requirement: 'S5', obeyedBy: support },
  Screen_Capture_Enabled: fileRules,
  SearchBase1: ldap,
  SearchBase2: ldap,
  SearchBase3: ldap,
  SearchBase4: ldap,
  SearchBase5: ldap,
  SearchTimeout: ldap,
  SecondaryServerName: ldap,
  selfcareURL: { requirement: 'S3', obeyedBy: support },
  ServerPort1: ldap,
  ServerPort2: ldap,
  ServiceDiscoveryExcludedServices: { requirement: 'D7', obeyedBy: launch },
  ServicesDomain: { requirement: 'D2', obeyedBy: launch },
  ServicesDomainSsoEmailPrompt: { requirement: 'D8', obeyedBy: suggested },
  Set_Status_Away_On_Inactive: idle,
  Set_Status_Away_On_Lock_OS: idle,
  Set_Status_Inactive_Timeout: idle,
  ShowOfflineContacts: managed,
  ShowScreenCaptureButton: fileRules,
  ShowSelfCarePortal: { requirement: 'S3', obeyedBy: support },
  SipUri: ldap,
  SSO_ORG_DOMAIN: { requirement: 'D6', obeyedBy: launch },
  SignOnKerberosServers: signOn,
  StartCallWithVideo: { requirement: 'V3', obeyedBy: 'shared/deployment/managed-settings.ts' },
  Start_Client_On_Start_OS: managed,
  State: ldap,
  StreetAddress: ldap,
  Support_AES_Encoding_For_IM: encryption,
  Support_No_Encoding_For_IM: encryption,
  SystemIdleDuringCalls: idle,
  TelephonyProtocolRateLimit: linkRules,
  TelephonyProtocolTimeLimit: linkRules,
  TeamMessagingLookupUrl: { requirement: 'D6', obeyedBy: launch },
  TelemetryCustomerID: usage,
  TelemetryEnabled: usage,
  TelemetryUrl: usage,
  Telephony_Enabled: { requirement: 'A6', obeyedBy: deployment },
  TFTP_FILE_NAME: { requirement: 'A3', obeyedBy: files },
  TftpServer1: { requirement: 'A3', obeyedBy: files },
  TftpServer2: { requirement: 'A3', obeyedBy: files },
  Title: ldap,
  UdsPhotoUriWithToken: { requirement: 'C1', obeyedBy: 'main/services/contacts/directory-photos.ts' },
  UdsServer: { requirement: 'C1', obeyedBy: deployment },
  UpdateURL: { requirement: 'S4', obeyedBy: 'main/services/update/create-updates.ts' },
  UPN_DISCOVERY_ENABLED: { requirement: 'D2', obeyedBy: suggested },
  UriPrefix: ldap,
  UseANR: ldap,
  UseInternalZone: { requirement: 'D3', obeyedBy: launch },
  UserAccountName: ldap,
  UseSipUriToResolveContacts: ldap,
  UseSSL: ldap,
  UseWildcards: ldap,
  Voicemail_Enabled: voicemail,
  VoicemailBackup1Server: voicemail,
  VoicemailBackup2Server: voicemail,
  VoicemailPrimaryServer: voicemail,
  VoiceMailService_UseCredentialsFrom: voicemail,
  VoiceServicesDomain: { requirement: 'D4', obeyedBy: launch },
  WebexTeamsDownloadURL: webex,
  AUTOMATIC_SIGN_IN: window,
  Callhistory_Expire_Days: { requirement: 'S3', obeyedBy: 'main/services/history/keep-calls.ts' },
  CC_MODE: { requirement: 'A10', obeyedBy: 'main/services/session/certificate-policy.ts' },
  ChatTelephonyEscalationLimit: window,
  CTIWindowBehaviour: ringing,
  DefaultActionOfContactList: window,
  DeskPhoneModeWindowBehavior: ringing,
  DisableClientConfigExchangeServer: window,
  DisableMFTForConversationTypes: fileRules,
  EnableAccessoriesManager: { requirement: 'V13', obeyedBy: 'shared/deployment/managed-settings.ts' },
  EnableInlineImages: window,
  EnableMediaStatistics: window,
  EnableSaveChatToFile: window,
  EnableSingleNumberReach: { requirement: 'V8', obeyedBy: 'main/services/phone/create-phone-state.ts' },
  ForwardVoicemail: window,
  FIPS_MODE: { requirement: 'A10', obeyedBy: 'main/services/session/certificate-policy.ts' },
  ForceLogoutTimerDesktop: { requirement: 'S3', obeyedBy: 'main/services/session/idle-sign-out.ts' },
  DeskPhoneAddress: { requirement: 'V7', obeyedBy: 'main/app/create-desk-phone-of.ts' },
  InitialPhoneSelection: { requirement: 'V7', obeyedBy: 'main/app/create-desk-phone-of.ts' },
  IP_Mode: { requirement: 'S3', obeyedBy: 'main/engines/link/address-family.ts' },
  MacCalendarIntegrationType: calendar,
  MakeUsernameReadOnly: window,
  Meetings_Enabled: window,
  Mention_GroupChat: window,
  Mention_PersistentChat: window,
  MuteAudioByDefault: { requirement: 'S3', obeyedBy: 'main/app/create-telephony.ts' },
  Persistent_Chat_Enabled: window,
  PersistentChatTelephonyEnabled: window,
  PersistIMNotifications: { requirement: 'X5', obeyedBy: 'main/app/create-people-services.ts' },
  ProvisionProtocolRateLimit: linkRules,
  ProvisionProtocolTimeLimit: linkRules,
  ShowCallAlerts: ringing,
  ShowContactPictures: window,
  ShowRecentsTab: window,
  SoftPhoneModeWindowBehavior: ringing,
  spell_check_enabled: window,
};

/** Every parameter, in the order of its section. The admin view and the documentation come from this table. */
export const allParameters: readonly Parameter[] = [
  ...clientParameters,
  ...optionsParameters,
  ...phoneParameters,
  ...policiesParameters,
  ...presenceParameters,
  ...voicemailParameters,
  ...directoryParameters,
  ...installerParameters,
].map((parameter) => {
  const effect = Object.hasOwn(effects, parameter.name) ? effects[parameter.name] : undefined;
  return effect ? { ...parameter, effect } : parameter;
});

const byName = new Map(allParameters.map((parameter) => [plainParameterName(parameter.name), parameter]));

/**
 * The parameter of that name. Letter case and underscores do not count (several are in circulation in two spellings), the
 * installer's switches stand for their twins, and the old prefixes BDI and EDI for the directory's own (cisco-uc 4.1).
 */
export function findParameter(name: string): Parameter | undefined {
  const plain = plainParameterName(name);
  return byName.get(plain) ?? byName.get(plain.replace(/^[be]di/, ''));
}
