import * as z from 'zod/mini';
import { defaultCallKey } from './hot-keys.ts';
import { MOST_OWN_TABS, ownTabSchema } from './custom-tab.ts';
import { languages } from '../text/languages.ts';

/** The user's choices; versioned and migrated by the settings service. */
export const settingsSchema = z.object({
  /** `system`: the first language of the computer that there is a catalogue for. */
  language: z.enum(['system', ...languages]),
  theme: z.enum(['system', 'light', 'dark', 'high-contrast']),
  density: z.enum(['comfortable', 'compact']),
  textScale: z.number().check(z.minimum(0.8), z.maximum(2)),
  sortContactsBy: z.enum(['name', 'status']),
  showOfflineContacts: z.boolean(),
  /** Requests to see the own status that are accepted without a question: those of the own domain, all, or none. */
  acceptRequests: z.enum(['ask', 'organisation', 'everyone']),
  sendReadReceipts: z.boolean(),
  sendTyping: z.boolean(),
  enterSends: z.boolean(),
  notifyMessages: z.boolean(),
  playSounds: z.boolean(),
  /** Media device ids of the browser; empty means the system's choice. */
  microphoneId: z.string(),
  speakerId: z.string(),
  ringerIds: z.array(z.string()),
  cameraId: z.string(),
  /** The camera goes on with each call that can have pictures (StartCallWithVideo). */
  startWithVideo: z.boolean(),
  /** What a plain SIP server takes in place of soft keys, empty: nothing. Parking transfers to its code, picking up calls its. */
  featureCodes: z.object({
    park: z.string().check(z.regex(/^[\d*#]{0,20}$/)),
    pickup: z.string().check(z.regex(/^[\d*#]{0,20}$/)),
  }),
  startAtLogin: z.boolean(),
  /** The small window at the edge of the screen (X5). */
  showDocked: z.boolean(),
  dockedPosition: z.enum(['top-center', 'top-left', 'top-right']),
  /** Keys that act whichever program is in front (X5), as `readHotKey` reads them; empty: none. This one calls what is selected. */
  hotKeyCall: z.string().check(z.maxLength(60)),
  hotKeys: z.object({
    answer: z.string().check(z.maxLength(60)),
    end: z.string().check(z.maxLength(60)),
    mute: z.string().check(z.maxLength(60)),
    show: z.string().check(z.maxLength(60)),
  }),
  /** Headsets and other programs of this computer may ask to control calls (V13). */
  allowAccessories: z.boolean(),
  /** Counts of use may be sent where the administrator collects them (S6). */
  sendUsage: z.boolean(),
  /** Minutes without touching the computer until others see away. */
  awayAfter: z.enum(['never', '5', '10', '15', '30', '60']),
  awayWhenLocked: z.boolean(),
  /** Others see *In a meeting* while one is in the person's calendars. */
  showMeetings: z.boolean(),
  /** Pages of the person's own beside the lists, in their order (X6). */
  ownTabs: z.array(ownTabSchema).check(z.maxLength(MOST_OWN_TABS)),
  /** Days that chats are kept on this computer. */
  keepChats: z.enum(['forever', '365', '180', '90', '30']),
});
export type Settings = z.infer<typeof settingsSchema>;
export type DockedPosition = Settings['dockedPosition'];

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  textScale: 1,
  sortContactsBy: 'status',
  showOfflineContacts: true,
  acceptRequests: 'ask',
  sendReadReceipts: true,
  sendTyping: true,
  enterSends: true,
  notifyMessages: true,
  playSounds: true,
  microphoneId: '',
  speakerId: '',
  ringerIds: [],
  cameraId: '',
  startWithVideo: false,
  featureCodes: { park: '', pickup: '' },
  startAtLogin: false,
  showDocked: false,
  dockedPosition: 'top-center',
  hotKeyCall: defaultCallKey,
  hotKeys: { answer: '', end: '', mute: '', show: '' },
  allowAccessories: false,
  sendUsage: true,
  awayAfter: '15',
  awayWhenLocked: true,
  showMeetings: true,
  ownTabs: [],
  keepChats: 'forever',
};
