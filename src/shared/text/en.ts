import { accessories } from './en/accessories.ts';
import { app } from './en/app.ts';
import { calendar } from './en/calendar.ts';
import { calls } from './en/calls.ts';
import { chat } from './en/chat.ts';
import { contacts } from './en/contacts.ts';
import { desktop } from './en/desktop.ts';
import { deskPhone } from './en/desk-phone.ts';
import { doctor } from './en/doctor.ts';
import { emoji } from './en/emoji.ts';
import { errors } from './en/errors.ts';
import { files } from './en/files.ts';
import { links } from './en/links.ts';
import { meetings } from './en/meetings.ts';
import { outside } from './en/outside.ts';
import { people } from './en/people.ts';
import { presence } from './en/presence.ts';
import { prompts } from './en/prompts.ts';
import { quality } from './en/quality.ts';
import { rooms } from './en/rooms.ts';
import { settings } from './en/settings.ts';
import { signIn } from './en/sign-in.ts';
import { steps } from './en/steps.ts';
import { support } from './en/support.ts';
import { voicemail } from './en/voicemail.ts';
import { tabs } from './en/tabs.ts';

/** The English catalogue; every text that a person can read. One file per area under `en/`. */
export const en = {
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
  ...voicemail,
  ...tabs,
} as const;

export type TextKey = keyof typeof en;
