import { fileConversation, fileOptions, transfers } from './file-office.ts';
import { conversations, office } from './office.ts';
import { narrow, type Screen, type Step, wide } from './screen.ts';

const entities = {
  ...office,
  conversations: [fileConversation, ...conversations],
  fileOptions: [fileOptions],
  transfers,
};
const steps: readonly Step[] = [{ click: 'Chats' }, { click: 'Grace Green', role: 'option' }];
const shows = 'Contract (2).pdf';

export const fileScreens: readonly Screen[] = [
  { name: 'files', entities, size: wide, steps, shows, isDocumented: true },
  {
    name: 'files-dark',
    isPicture: true,
    entities,
    settings: { theme: 'dark' },
    size: wide,
    steps,
    shows,
    isDocumented: false,
  },
  { name: 'files-narrow', entities, size: narrow, steps, shows, isDocumented: false },
  {
    name: 'files-high-contrast',
    isPicture: true,
    entities,
    settings: { theme: 'high-contrast' },
    size: wide,
    steps,
    shows,
    isDocumented: false,
  },
];
