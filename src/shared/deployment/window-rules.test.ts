import { describe, expect, it } from 'vitest';
import { defaultWindowRules, type WindowRules } from '../domain/window-rules.ts';
import { effectiveConfiguration } from './effective-configuration.ts';
import { windowRules } from './window-rules.ts';

const rulesOf = (values: Readonly<Record<string, string>>) =>
  windowRules(
    effectiveConfiguration({
      'global-file': Object.entries(values).map(([name, value]) => ({ name, section: '', value })),
    }),
  );

describe('S3: what the administrator leaves to the person in the window', () => {
  it('S3: without a word of theirs everything is as it was before one is known', () => {
    expect(rulesOf({})).toEqual(defaultWindowRules);
  });

  it.each<[string, string, Partial<WindowRules>]>([
    ['ShowContactPictures', 'false', { showsPictures: false }],
    ['ShowRecentsTab', 'False', { showsRecents: false }],
    ['Meetings_Enabled', 'false', { showsMeetings: false }],
    ['Mention_GroupChat', 'false', { mentionsInGroups: false }],
    ['Mention_PersistentChat', 'false', { mentionsInRooms: false }],
    ['PersistentChatTelephonyEnabled', 'false', { callsRooms: false }],
    ['ChatTelephonyEscalationLimit', '0', { roomCallLimit: 0 }],
    ['Persistent_Chat_Enabled', 'false', { hasLastingRooms: false }],
    ['Persistent_Chat_Enabled', 'true', { hasLastingRooms: true }],
    ['EnableInlineImages', 'false', { showsInlineImages: false }],
    ['spell_check_enabled', 'true', { checksSpelling: true }],
    ['spell_check_enabled', 'false', { checksSpelling: false }],
    ['EnableMediaStatistics', 'false', { showsQuality: false }],
    ['EnableSaveChatToFile', 'false', { savesChats: false }],
    ['DefaultActionOfContactList', 'call', { contactAction: 'call' }],
    ['MakeUsernameReadOnly', 'true', { isUserNameFixed: true }],
    ['AUTOMATIC_SIGN_IN', 'false', { staysSignedIn: false }],
    ['DisableClientConfigExchangeServer', 'true', { asksForExchange: false }],
    ['ForwardVoicemail', 'false', { forwardsVoicemail: false }],
    ['AllowUserCustomTabs', 'false', { allowsOwnTabs: false }],
    ['ShowContactPictures', 'perhaps', {}],
  ])('S3: %s %s', (name, value, expected) => {
    expect(rulesOf({ [name]: value })).toEqual({ ...defaultWindowRules, ...expected });
  });
});
