import { accessories } from './de/accessories.ts';
import { app } from './de/app.ts';
import { calendar } from './de/calendar.ts';
import { calls } from './de/calls.ts';
import { chat } from './de/chat.ts';
import { contacts } from './de/contacts.ts';
import { desktop } from './de/desktop.ts';
import { deskPhone } from './de/desk-phone.ts';
import { doctor } from './de/doctor.ts';
import { emoji } from './de/emoji.ts';
import { errors } from './de/errors.ts';
import { files } from './de/files.ts';
import { links } from './de/links.ts';
import { meetings } from './de/meetings.ts';
import { outside } from './de/outside.ts';
import { people } from './de/people.ts';
import { presence } from './de/presence.ts';
import { prompts } from './de/prompts.ts';
import { quality } from './de/quality.ts';
import { rooms } from './de/rooms.ts';
import { settings } from './de/settings.ts';
import { signIn } from './de/sign-in.ts';
import { steps } from './de/steps.ts';
import { support } from './de/support.ts';
import { tabs } from './de/tabs.ts';
import { voicemail } from './de/voicemail.ts';
import type { TextKey } from './en.ts';

/** The German catalogue; a text that is not translated yet is shown in English. */
export const de: Readonly<Partial<Record<TextKey, string>>> = {
  ...accessories,
  ...app,
  ...calendar,
  ...calls,
  ...chat,
  ...contacts,
  ...desktop,
  ...deskPhone,
  ...doctor,
  ...emoji,
  ...errors,
  ...files,
  ...links,
  ...meetings,
  ...outside,
  ...people,
  ...presence,
  ...prompts,
  ...quality,
  ...rooms,
  ...settings,
  ...signIn,
  ...steps,
  ...support,
  ...tabs,
  ...voicemail,
};
