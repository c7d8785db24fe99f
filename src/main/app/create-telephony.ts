import { createGroupCalls } from '../services/calls/group-calls.ts';
import { createStartMuted } from '../services/calls/start-muted.ts';
import { createStartWithVideo } from '../services/calls/start-with-video.ts';
import { createMeetings } from '../services/meetings/create-meetings.ts';
import { createPhoneState } from '../services/phone/create-phone-state.ts';
import { createSoundKeeper } from '../services/sound/create-sound-keeper.ts';
import { createHotKeys } from '../services/hot-keys/create-hot-keys.service.ts';
import type { Policies } from '../ports/policies.port.ts';
import { createAccessories } from './create-accessories.ts';
import { createDeskPhoneOf } from './create-desk-phone-of.ts';
import type { createFinding } from './create-finding.ts';
import type { Foundation } from './create-foundation.ts';
import type { createPeopleServices } from './create-people-services.ts';
import { createVoicemail } from './create-voicemail.ts';
import { followCalls } from './follow-calls.ts';

/** What goes with calls: the phone's settings, the phone on the desk, voicemail, meetings, other programs that control calls. */
export function createTelephony(
  base: Foundation,
  finding: ReturnType<typeof createFinding>,
  people: ReturnType<typeof createPeopleServices>,
  policies: Policies,
) {
  const { host, engines, common, publication } = base;
  const { handlers } = people.calls;
  const phone = createPhoneState({
    ...common,
    sip: engines.sip,
    settings: finding.phoneSettings,
    destinations: finding.remoteDestinations,
    onCanMove: people.calls.setCanMove,
    policies,
    onSilence: (isSilent) => people.presence.notice('isPhoneSilent', isSilent),
  });
  const deskPhone = createDeskPhoneOf(base, finding, people, policies);
  const pictures = createStartWithVideo({ calls: handlers, settings: people.settings });
  // Whoever asks for a call gets it by the phone of the mode.
  const byPhone = { ...handlers, ...deskPhone.calls };
  const dial = pictures.dial(byPhone['calls/dial']);
  const calls = { ...people.calls, handlers: { ...byPhone, 'calls/dial': dial } };
  // A meeting's code is sent in a call of this computer: not every desk phone takes digits.
  const meetings = createMeetings({ calls: handlers, log: host.log.child('meetings') });
  followCalls(publication, meetings.callChanged);
  const groupCalls = createGroupCalls({ calls: calls.handlers, log: host.log.child('group-calls') });
  followCalls(publication, groupCalls.callChanged);
  followCalls(publication, pictures.callChanged);
  const isWanted = () => policies.current().isOn('MuteAudioByDefault');
  followCalls(publication, createStartMuted({ calls: handlers, isWanted }).callChanged);
  const voicemail = createVoicemail(base, {
    server: finding.voicemail,
    mayForward: () => policies.current().isOn('ForwardVoicemail'),
    resolveParty: people.contacts.resolveParty,
  });
  const hotKeys = createHotKeys({
    ...{ ...common, settings: people.settings, calls: { ...calls.handlers } },
    keys: host.globalKeys,
    showWindow: () => host.showWindow(true),
    log: host.log.child('hot-keys'),
  });
  followCalls(publication, hotKeys.callChanged.bind(hotKeys));
  const sound = createSoundKeeper({ ...common, mediaPage: host.mediaPage, log: host.log.child('sound') });
  followCalls(publication, sound.callChanged);
  return {
    sound,
    phone,
    deskPhone,
    calls,
    meetings,
    groupCalls,
    voicemail,
    hotKeys,
    accessories: createAccessories(base, { ...people, calls }),
  };
}
