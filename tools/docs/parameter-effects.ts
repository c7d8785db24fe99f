/** What a parameter does in this version: a sentence for each that has an effect in `src/shared/deployment/parameters.ts`. */
export const parameterEffects: Readonly<Record<string, string>> = {
  LANGUAGE:
    'Windows number (LCID) of the language that Parlance speaks until the person chooses: 1033 English, 1031 German. Others change nothing.',
  DockedWindowPosition:
    'Where the docked window stands: `TopCenter`, `TopLeft` or `TopRight` of the main display.',
  DockedWindowVisible:
    'Whether the small docked window is shown. Written nowhere, it is not until the person switches it on. Where the app runs beside a browser there is no second window.',
  MakeCallHotKey:
    'Key that calls the number selected in any program, after a question: `true` (Ctrl+Shift+J), `false` (none) or a key such as `CTRL+SHIFT+J`. What cannot be a global key changes nothing. Where the app runs beside a browser there are no global keys.',
  UseSystemLanguage: 'True: Parlance speaks the computer’s language, whatever LANGUAGE says.',
  AcceptContactRequests:
    'Requests to see the person’s status: `ask`, `organisation` (people of the own domain are let in without a question) or `everyone`. Parlance’s own parameter.',
  AlertOnAvailableEnabled: 'False: nobody can ask to be told when somebody becomes available.',
  AUTHENTICATOR:
    'Servers to use where the domain’s records name none: `CUP` with CUP_ADDRESS, `CUCM` with TFTP or CCMCIP, `WEBEX` (turns the CAS look-up on; explained to the person). Ignored for what service discovery answers.',
  AutoAcceptFileTransfer:
    'Files that a device offers are taken unasked into the download folder, programs excepted.',
  BaseFilter:
    'Every LDAP search is limited to entries that match. The default suits Active Directory; OpenLDAP needs, say, `(objectClass=inetOrgPerson)`.',
  BusinessPhone: 'LDAP attribute of the work number.',
  CacheSessionCookieInDevice:
    'False: the identity provider’s cookies are forgotten when its window closes, so that each single sign-on asks anew.',
  CalendarAutoRefreshTime: 'Minutes between two readings of the person’s calendars; 0: five.',
  CalendarIntegrationType:
    '0 switches calendars off. 1, 2 and 3 are all the same here: the person connects the calendars they have.',
  CasHost:
    'Host of the CAS look-up, `host` or `host:port`, asked by HTTPS whether the services domain is a Webex organisation. Not set: not asked, unless AUTHENTICATOR=WEBEX, SSO_ORG_DOMAIN or Webex set by hand choose it. Parlance’s own parameter.',
  CasWaitMs: 'How long, in milliseconds, what DNS has answered waits for the CAS. Parlance’s own parameter.',
  CcmcipServer1:
    'With AUTHENTICATOR=CUCM: the node that is asked for the person’s devices; otherwise the TFTP server’s host.',
  CcmcipServer2: 'Asked when the first does not answer.',
  City: 'LDAP attribute of the city on a card.',
  CLEAR: 'Beside other values in the installer’s file: they take the place of those of the first launch.',
  CommonName: 'LDAP attribute of the name, where there is no display name.',
  CompanyName: 'LDAP attribute of the company.',
  ConfigRefetchInterval:
    'Hours between two looks at records and configuration behind the person’s back, an hour more or less; the first comes within minutes of signing in.',
  ConnectionPassword:
    'Its password; anybody who can read the file has it. Never sent without encryption, never shown in Parlance. Without name or password the directory is read anonymously.',
  ConnectionUsername:
    'Account that reads the LDAP directory, as a DN or `user@domain`. The service profile’s counts before the file’s.',
  Country: 'LDAP attribute of the country on a card.',
  DirectoryServerType:
    '`LDAP` (also written BDI or EDI): the LDAP directory is searched, inside the company network; otherwise UDS. From outside it is always UDS.',
  DirectoryUri: 'LDAP attribute of the directory URI.',
  DirectoryUriPrefix: 'What stands before the URI in that attribute.',
  DisableSecondaryNumberLookups:
    'True: only business numbers are compared when a number is looked up over LDAP.',
  Disable_IM_History:
    'True: nothing that is said is written to this computer, nothing is fetched from the server’s archive, and rooms are not asked for what was said before; what is said is gone when Parlance ends. Counts as soon as it is known, also while Parlance runs; what was kept on this computer before is deleted. What waits to be sent and unsent text stay.',
  Disallowed_File_Transfer_Types: 'Files with these endings (`.exe;.msi`) are neither sent nor taken.',
  DisplayName: 'LDAP attribute of the name shown.',
  DoNotDisturbExceptions:
    'Who rings and pops up though the person does not want to be disturbed: addresses, `@company.example` for everybody there, numbers; separated by `;`. Parlance’s own parameter.',
  EmailAddress: 'LDAP attribute of the mail address.',
  CustomTabHosts:
    'Hosts that custom tabs may show and lead to, separated by `;`, `*.company.example` for all below. Empty: those of the tabs themselves. Parlance’s own parameter.',
  'jabber-plugin-config':
    'Pages beside the lists: `tooltip`, `url` (HTTPS, with `${UserID}`), `refresh`. A policy holds the same as a JSON list of `title`, `url`, `isRefreshed`.',
  EnableCallPark: 'False: calls cannot be parked.',
  CiscoTelProtocolPermissionEnabled:
    'False: ciscotel: and ciscotelconf: links call without a question (never emergency numbers). Setup links have no say in it.',
  ClickToCallProtocolPermissionEnabled:
    'False: clicktocall: links call without a question (never emergency numbers).',
  EnableCiscoIMProtocol: 'False: ciscoim: links are refused.',
  EnableCiscoTelConfProtocol: 'False: ciscotelconf: links are refused.',
  EnableCiscoTelProtocol: 'False: ciscotel: links are refused.',
  EnableClickToCallProtocol: 'False: clicktocall: links are refused.',
  EnableIMProtocol: 'False: im: links are refused.',
  EnableProvisionProtocol: 'False: ciscojabber: and parlance: links are refused.',
  EnableSIPProtocol: 'False: sip: and sips: links are refused.',
  EnableTelephonyProtocolRateLimit: 'False: any number of links is acted on.',
  EnableTelProtocol: 'False: tel: links are refused.',
  EnableTelProtocolPopupWindow: 'False: tel: links call without a question (never emergency numbers).',
  EnableXMPPProtocol: 'False: xmpp: links are refused.',
  TelephonyProtocolRateLimit:
    'How many links are acted on within TelephonyProtocolTimeLimit; further ones are refused with a notice.',
  TelephonyProtocolTimeLimit: 'The seconds in which TelephonyProtocolRateLimit counts links.',
  EnableCallPickup: 'True: a call that rings in one’s own pickup group can be taken, from the dial pad.',
  EnableGroupCallPickup: 'True: a call of another pickup group can be taken, by the group’s number.',
  EnableHuntGroup: 'True: the person logs in to and out of hunt groups, once the server has spoken of any.',
  EnableJabber2TeamsMigration:
    'Help and a bar in the window offer the way to Webex: contacts and preferences as files, and WebexTeamsDownloadURL.',
  EnablePrt: 'False: no problem report is offered.',
  EnablePrtEncryption:
    'True: problem reports are encrypted for the certificate of PrtCertificateName or PRTCertificateUrl. Without one they are not sent; they can be saved.',
  PrtCertificateName:
    'The certificate that problem reports are encrypted for: its common name or thumbprint in the system’s store, or the path of a file.',
  PRTCertificateUrl: 'The same by its address (HTTPS), where the name is empty or finds none.',
  EnableSaveLogsToLocal:
    'False: a problem report can be sent to PrtLogServerUrl only, not be saved as a file.',
  EnableCalendarIntegration: 'False switches calendars off: none is read, none can be added.',
  EnableBFCPVideoDesktopShare: 'False: the screen is not shown in calls.',
  EnableVideo: 'False: calls are made and taken without pictures, and the screen is not shown in them.',
  EnableSIPURIDialling: 'False: only numbers are dialled; an address such as `bob@example.com` is refused.',
  EnableTLS: 'False, and nobody’s password is used: LDAP is not encrypted. With credentials it always is.',
  File_Transfer_Enabled: 'Off: files are neither sent nor taken, and the buttons are gone.',
  Firstname: 'LDAP attribute of the first name.',
  ForceLaunchBrowser:
    'Single sign-on shows the identity provider’s page in the person’s own browser; otherwise in a window of Parlance.',
  Forgot_Password_URL: 'A link below the password field leads there.',
  HomePhone: 'LDAP attribute of the home number.',
  IM_History_Days:
    'Messages older than so many days are deleted from this computer, and not fetched again; 0: kept. The person may choose less. The server’s archive is the server’s. Parlance’s own parameter.',
  INVALID_CERTIFICATE_BEHAVIOR:
    '`RejectAndNotify`: a certificate that the computer does not trust is shown and refused, those accepted earlier too. `PromptPerSession`: the person may accept it until Parlance ends. Not set: accepted once, it is trusted for that host. Best as a policy or at installation, so that it holds before any file is fetched.',
  InvalidCredentialsLogout:
    'True: a sign-in that has ended (token over or revoked) signs out; otherwise a bar asks to sign in again and everything stays open.',
  Lastname: 'LDAP attribute of the last name.',
  LDAP_UseCredentialsFrom:
    '`CUCM`: the LDAP directory is read with the name and password that the person signs in with; with single sign-on anonymously. Other words have no effect.',
  LdapAnonymousBinding: 'True: the LDAP directory is read anonymously, whatever credentials there are.',
  LdapDNSForestDomain: 'Domain whose records name the LDAP servers, where none is named.',
  LdapUserDomain:
    'Added to that name as `@domain`; not set: the domain of the address. Its records name LDAP servers too, where none are named.',
  LoginBanner:
    'Text shown after the password and before anything else, at each sign-in that a person makes; who does not agree is not signed in. Line ends of the file are kept, `\\n` is one too. Parlance’s own parameter: Jabber ignores it.',
  LogWritingDesktop:
    '`Never`: no log is written; a problem report then holds none. `UserCanEnable` counts as `Always`.',
  MaxNumberOfFilesDesktop: 'Log files that are kept, of 5 MB each.',
  MediaEncryption:
    'Voice of calls: `optional` takes what the other side has, `mandatory` refuses calls in the clear, `forbidden` refuses encrypted ones. Through an edge it is always mandatory. Parlance’s own parameter.',
  MinimumCharacterQuery: 'The LDAP directory is not searched for fewer letters.',
  MobilePhone: 'LDAP attribute of the mobile number.',
  OAuthClientId:
    'Client id that is shown to the cluster at single sign-on, in place of Parlance’s own. Parlance’s own parameter.',
  OAuthClientSecret:
    'Client secret for the token endpoint, where the cluster wants one. Parlance’s own parameter.',
  OAuthRedirectUri:
    'Where the sign-in page ends; must be in “Redirect URIs for Third Party SSO Client” to the letter. Default `http://127.0.0.1:48443/signed-in`. Parlance’s own parameter.',
  OAuthTokenAddress:
    'Token endpoint by HTTPS, where the cluster does not name it and it is not `/ssosp/oauth/access_token`. Parlance’s own parameter.',
  OAuthUsePkce: 'True: a proof key (PKCE) is sent at single sign-on. Parlance’s own parameter.',
  OtherPhone: 'LDAP attribute of another number.',
  PhoneNumberMasks:
    'How numbers are written in the LDAP directory, pairs of beginning and form: `+1408|+(#) ### ### ####`. A number that is looked up is also searched in these forms: `#` a digit, `*` any, `R` at its beginning fills the form from the right.',
  PhotoSource: 'LDAP attribute that holds the photo itself.',
  PhotoUriSubstitutionEnabled:
    'True, with the two parameters below: photos are fetched by HTTP from an address that is made of an LDAP attribute.',
  PhotoUriSubstitutionToken: 'That attribute; its name in PhotoUriWithToken is replaced by its value.',
  PhotoUriWithToken: 'That address.',
  PostalCode: 'LDAP attribute of the postal code on a card.',
  PredictiveSearchFilter:
    'What is typed is looked for only in entries that match this LDAP filter too. The bare name of an attribute: it is searched beside the others.',
  PreferredFT:
    '`P2P`: from device to device first (SOCKS5 bytestreams on port 37200, in-band as the last way), where the other side can and both are inside; otherwise by the server’s upload service first.',
  PresenceDomain: 'Domain of chat addresses where the sign-in at IM and Presence does not tell it.',
  PresenceServerAddress:
    'Chat server of those for whom neither the user’s record nor the service profile names one; set by hand, the server that signs in.',
  PrimaryServerName:
    'LDAP server that is asked first. None named: the servers of `_gc._msdcs._tcp`, `_ldap._msdcs._tcp`, `_gc._tcp`, then `_ldap._tcp`, in the Windows domain of the person, LdapDNSForestDomain, LdapUserDomain, the domain of the address.',
  PRODUCT_MODE:
    '`phone_mode`: calls come first and there are no chats; contacts with their presence stay where the user has an account at IM and Presence.',
  PrtLogServerUrl:
    'Where problem reports can be sent: POST of multipart/form-data, the zip in `zipFileName`. Not from outside through Expressway.',
  Screen_Capture_Enabled: 'Off: the button that takes a picture of the screen is gone.',
  SearchBase1:
    'Below this DN LDAP entries are looked for; with none of the five, below what the server names.',
  SearchBase2: 'A further one of these.',
  SearchBase3: 'A further one of these.',
  SearchBase4: 'A further one of these.',
  SearchBase5: 'A further one of these.',
  SearchTimeout: 'Seconds that an LDAP search may take.',
  SecondaryServerName: 'LDAP server that is asked when the first cannot be reached.',
  selfcareURL: '*My phone’s settings* under *Help & about* leads there; not from outside through Expressway.',
  ServerPort1:
    'Port of PrimaryServerName; not set: 636, or 389 without encryption. TLS from the first byte at 636 and 3269, StartTLS elsewhere.',
  ServerPort2: 'The same for SecondaryServerName.',
  ServiceDiscoveryExcludedServices:
    'From the next sign-in on: words of WEBEX, CUCM, CUP, each leaving out its own look-up; all three: none is made and the person is asked.',
  ServicesDomain:
    'Domain whose records are looked for, whatever the address says; on a new installation only the user name is asked then.',
  ServicesDomainSsoEmailPrompt:
    '`ON`: where the services domain is set, the whole mail address is asked instead of the user name.',
  ShowOfflineContacts:
    'The first value of the preference; set by the system’s policies it cannot be changed.',
  Set_Status_Away_On_Inactive:
    'Whether the status becomes Away when nobody uses the computer; decided here, the person’s own choice does not count.',
  Set_Status_Away_On_Lock_OS: 'Likewise for a locked screen.',
  Set_Status_Inactive_Timeout: 'After how many minutes; 0 counts as not set.',
  ShowScreenCaptureButton: 'Off: the button that takes a picture of the screen is gone.',
  ShowSelfCarePortal: 'False: selfcareURL is not offered.',
  SipUri: 'LDAP attribute of the chat address, with UseSipUriToResolveContacts.',
  Support_AES_Encoding_For_IM:
    'With Support_No_Encoding_For_IM off: messages between two people must be encrypted from client to client. Parlance has no such encryption, so nothing is sent to people or taken from them in plain; rooms are never meant.',
  Support_No_Encoding_For_IM: 'See Support_AES_Encoding_For_IM; on, messages go in plain.',
  SSO_ORG_DOMAIN: 'Turns the CAS look-up on, at the public host unless CasHost names another.',
  SignOnKerberosServers:
    'Comma list of servers, or `*.` and a domain, that the single sign-on window may show the computer’s own sign-in (Kerberos). Parlance’s own parameter.',
  StartCallWithVideo:
    'Given: the first value of the preference *Turn the camera on with each call*; set by the system’s policies it cannot be changed. Not given: off, whatever Jabber’s default, so that nobody is seen unasked.',
  Start_Client_On_Start_OS:
    'The first value of the preference *Start when I log in*; set by the system’s policies it cannot be changed.',
  State: 'LDAP attribute of the state on a card.',
  StreetAddress: 'LDAP attribute of the street on a card.',
  SystemIdleDuringCalls: 'True: Away is shown in place of On a call when nobody uses the computer.',
  TeamMessagingLookupUrl:
    'Address by HTTPS that is asked, with `email=<address>` added, whether the person writes in the Webex app; JSON with `"teamMessaging": true` is a yes: the phone is used, chat is left to that app. Not set: not asked. Parlance’s own parameter.',
  TelemetryCustomerID: 'Stands in the counts of use.',
  TelemetryEnabled:
    'With TelemetryUrl: counts of use are sent there once a day (docs/admin/usage.md) unless the person turns it off. False, or without TelemetryUrl: nothing is counted.',
  TelemetryUrl:
    'Your server for counts of use, HTTPS only. Parlance’s own parameter: nothing is ever sent to Webex’ metrics.',
  Telephony_Enabled: 'False: no phone; its step is skipped, calls are not offered, call links say so.',
  TFTP_FILE_NAME:
    'Name of the group file, unless the device’s Cisco Support Field names another. Counts where it is set on the computer: installer, policy.',
  TftpServer1:
    'Where configuration files are fetched, set by hand or on the computer: `host`, `host:port` or an address; otherwise where the service profile is, then the cluster’s nodes.',
  TftpServer2: 'Asked when the first does not answer or does not have the file.',
  Title: 'LDAP attribute of the title.',
  UdsPhotoUriWithToken:
    'Address of the photos with UDS; `%%uid%%` in it becomes the user name. Fetched when they are first shown, kept for a week; without a password, from outside by the edge.',
  UdsServer: 'Searched first, as `https://<value>:8443/cucm-uds`, before the nodes of the cluster.',
  UpdateURL:
    'Looked at when the app starts and every eight hours: Jabber’s update file with an entry `App name="ParlanceWin"` (`ParlanceMac`, `ParlanceLinux`, `Parlance`), or a folder with electron-builder’s `latest.yml`. Installations by MSI are told only.',
  UPN_DISCOVERY_ENABLED:
    'Windows, new installation, no services domain set: the user principal name is signed in with, nothing is asked but the password. False: the address is asked.',
  UriPrefix: 'What stands before the address in that attribute.',
  UseANR: 'Active Directory’s ambiguous name resolution is asked beside the beginnings of names.',
  UseInternalZone:
    'False: the older zone `cisco-internal.<domain>` is not asked for. Parlance’s own parameter.',
  UserAccountName: 'LDAP attribute of the user name, which makes the chat address.',
  UseSipUriToResolveContacts: 'True: chat addresses are in the LDAP attribute SipUri.',
  UseSSL: 'The same as EnableTLS; one of the two is enough to switch encryption off.',
  UseWildcards:
    'True: LDAP entries are found by the middle of names and by numbers in any notation too; slow where the server has no index for it.',
  Voicemail_Enabled: 'False: the mailbox is not listed.',
  VoicemailBackup1Server:
    'Asked where the server before it is down, unless the service profile names voicemail servers.',
  VoicemailBackup2Server: 'Like VoicemailBackup1Server.',
  VoicemailPrimaryServer:
    'Unity Connection server by HTTPS, unless the service profile names voicemail servers.',
  VoiceMailService_UseCredentialsFrom:
    'phone: the sign-in is the mailbox’s too. Anything else: the person gives a name and password for it once.',
  VoiceServicesDomain:
    'From the next sign-in on, `_cisco-uds`, `_cuplogin` and `_collab-edge` are asked for in this domain.',
  WebexTeamsDownloadURL: 'Where *Get Webex* leads, with EnableJabber2TeamsMigration.',
  AllowUserCustomTabs:
    'False: people cannot put pages of their own beside the lists, and those they had are not shown.',
  CustomTabFunctionHosts:
    'Hosts whose pages may ask for presence, the language, a number on their tab, and for chats and calls ([custom tabs](custom-tabs.md)), separated by `;`, `*.company.example` for all below. Empty: none. Never pages of the person’s own. Parlance’s own parameter.',
  RefreshCustomTabsOnNetworkChange:
    'True: the pages are loaded anew when the computer is on another network.',
  AUTOMATIC_SIGN_IN:
    'Whether *Keep me signed in on this computer* is ticked when the password is asked. Written nowhere, it is.',
  Callhistory_Expire_Days:
    'Calls older than so many days are deleted from the history on this computer, within the hour. Empty or 0: kept.',
  CC_MODE:
    'True (Common Criteria): a certificate that the computer does not trust is refused, unless INVALID_CERTIFICATE_BEHAVIOR says otherwise. No other mode of encryption.',
  FIPS_MODE: 'True: like CC_MODE. The cryptography itself is that of the runtime, which is not certified.',
  ChatTelephonyEscalationLimit: 'Rooms with more people have no call button; 0: none has.',
  CTIWindowBehaviour: '`Never`: the window does not come forward when the phone on the desk rings.',
  DeskPhoneModeWindowBehavior: '`OnVideo`, `Never`: likewise.',
  SoftPhoneModeWindowBehavior:
    '`OnVideo`, `Never`: the window does not come forward when a call rings at this computer; before it is answered nobody knows of pictures. The system’s notice comes.',
  ShowCallAlerts:
    'False: neither does the window come forward nor does the system say that somebody calls. The call rings and can be answered in the window.',
  DefaultActionOfContactList:
    '`Call`: opening a contact of the list calls their first number, where one is known. Otherwise the chat is opened.',
  DisableClientConfigExchangeServer: 'True: the person cannot add a calendar of Exchange by its address.',
  DisableMFTForConversationTypes:
    'Words of `P2P;GroupChat;PersistentChat`: to people, groups of the moment, rooms that stay no files are sent.',
  EnableAccessoriesManager:
    'False: headsets’ programs and others of this computer cannot control calls, and nobody can allow it.',
  EnableInlineImages: 'False: pictures that were loaded are not shown in the chat, only as files.',
  EnableMediaStatistics: 'False: the figures of a call are not shown. That the line is bad is still said.',
  EnableSaveChatToFile: 'False: chats are not exported to files.',
  EnableSingleNumberReach:
    'False: remote destinations are neither shown nor changed, and calls are not sent to them.',
  ForwardVoicemail: 'False: messages of the mailbox cannot be passed on.',
  ForceLogoutTimerDesktop:
    'Who has not touched the computer for so many minutes is signed out, but not in a call. Where the host sees its own window only, that counts.',
  DeskPhoneAddress:
    'Address of the phone on the desk that takes uaCSTA, such as `sip:{user}@phones.example.com`; `{user}` becomes the person’s user name. An address that the person types comes before it. Not set: people type it. Parlance’s own parameter.',
  InitialPhoneSelection: '`deskphone`: calls are made with the phone on the desk until the person chooses.',
  IP_Mode:
    'Names lead to addresses of this kind only. An address that somebody wrote as such is used as it is. Media follow the addresses of the signalling.',
  MacCalendarIntegrationType: 'The same as CalendarIntegrationType on a Mac, where that one does not count.',
  MakeUsernameReadOnly:
    'True: a name that is known at the sign-in cannot be changed there; *Use another address* is the way to another.',
  Meetings_Enabled: 'False: the next meeting and its ways in are not shown above the lists.',
  Mention_GroupChat: 'False: no names are suggested after an `@` in groups of the moment.',
  Mention_PersistentChat: 'False: likewise in rooms that stay.',
  MuteAudioByDefault: 'True: each call begins muted.',
  Persistent_Chat_Enabled:
    'False: rooms that stay are neither looked for nor made. Written nowhere, they are where the server has them, whatever Jabber’s default.',
  PersistentChatTelephonyEnabled: 'False: rooms that stay have no call button.',
  PersistIMNotifications: 'True: notices of messages stay until they are dealt with, where the system can.',
  ProvisionProtocolRateLimit:
    'How many setup links are acted on within ProvisionProtocolTimeLimit; counted by themselves.',
  ProvisionProtocolTimeLimit: 'The seconds in which ProvisionProtocolRateLimit counts.',
  ShowContactPictures: 'False: people have initials in place of pictures.',
  ShowRecentsTab: 'False: the history of calls is not shown; the dial pad is.',
  spell_check_enabled:
    'Whether what is written in chats is checked for spelling. Written nowhere, as the system does.',
};
