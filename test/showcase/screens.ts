import { callScreens } from './call-screens.ts';
import { desktopScreens } from './desktop-screens.ts';
import { fileScreens } from './file-screens.ts';
import { hardScreens } from './hard-screens.ts';
import { languageScreens } from './language-screens.ts';
import { hubScreens } from './hub-screens.ts';
import { modeScreens } from './mode-screens.ts';
import { peopleScreens } from './people-screens.ts';
import { promptScreens } from './prompt-screens.ts';
import { roomScreens } from './room-screens.ts';
import type { Screen } from './screen.ts';
import { stateScreens } from './state-screens.ts';
import { telephonyScreens } from './telephony-screens.ts';
import { supportScreens } from './support-screens.ts';
import { signInScreens } from './sign-in-screens.ts';

/** Every screen in every state that is looked at. */
export const screens: readonly Screen[] = [
  ...signInScreens,
  ...hubScreens,
  ...modeScreens,
  ...callScreens,
  ...telephonyScreens,
  ...promptScreens,
  ...roomScreens,
  ...fileScreens,
  ...supportScreens,
  ...desktopScreens,
  ...peopleScreens,
  ...stateScreens,
  ...languageScreens,
  ...hardScreens,
];
