import { defaultWindowRules, type WindowRules } from '../domain/window-rules.ts';
import type { EffectiveConfiguration } from './effective-configuration.ts';

/**
 * What the configuration says about the window (S3). Where Jabber's default differs from ours (`spell_check_enabled`,
 * `AUTOMATIC_SIGN_IN`, `Persistent_Chat_Enabled`), only what somebody has written counts.
 */
export function windowRules(configuration: EffectiveConfiguration): WindowRules {
  const { isOn, text, number } = configuration;
  const spelling = written(configuration, 'spell_check_enabled');
  return {
    showsPictures: isOn('ShowContactPictures'),
    showsRecents: isOn('ShowRecentsTab'),
    showsMeetings: isOn('Meetings_Enabled'),
    mentionsInGroups: isOn('Mention_GroupChat'),
    mentionsInRooms: isOn('Mention_PersistentChat'),
    callsRooms: isOn('PersistentChatTelephonyEnabled'),
    roomCallLimit: number('ChatTelephonyEscalationLimit') ?? defaultWindowRules.roomCallLimit,
    hasLastingRooms: written(configuration, 'Persistent_Chat_Enabled') ?? true,
    showsInlineImages: isOn('EnableInlineImages'),
    ...(spelling !== undefined && { checksSpelling: spelling }),
    showsQuality: isOn('EnableMediaStatistics'),
    savesChats: isOn('EnableSaveChatToFile'),
    contactAction: text('DefaultActionOfContactList') === 'Call' ? 'call' : 'chat',
    isUserNameFixed: isOn('MakeUsernameReadOnly'),
    staysSignedIn: written(configuration, 'AUTOMATIC_SIGN_IN') ?? true,
    forwardsVoicemail: isOn('ForwardVoicemail'),
    allowsOwnTabs: isOn('AllowUserCustomTabs'),
    asksForExchange: !isOn('DisableClientConfigExchangeServer'),
  };
}

/** What somebody has written; a default is nobody's decision. */
function written({ values, isOn }: EffectiveConfiguration, name: string): boolean | undefined {
  const row = values.find((each) => each.name === name);
  return row === undefined || row.source === 'default' ? undefined : isOn(name);
}
