import type { CommandName } from '../../shared/contract/commands.ts';
import type { TopicName } from '../../shared/contract/topics.ts';
import type { SoundPlace } from '../../shared/domain/sound-place.ts';
import type { ClientRole } from '../ports/carrier.port.ts';

/** The commands of a control client (unattended mode): the same contract, less what only a window can do. */
const forbiddenToControl: ReadonlySet<CommandName> = new Set([
  'media/answered',
  'media/failed',
  'media/stats',
  'links/open-external',
  'links/make-default',
]);

/** All that the media page does; it has no person in front of it. */
const allowedToMedia: ReadonlySet<CommandName> = new Set([
  'state/subscribe',
  'media/answered',
  'media/failed',
  'media/stats',
  'app/report-fault',
]);

/** What it sees: the calls and how they are to sound, nothing of chats and people. */
const shownToMedia: ReadonlySet<TopicName> = new Set(['calls', 'media', 'self', 'settings', 'soundPlace']);

/** Where the sound is, only the page that holds it is believed; pictures are always the window's. */
const ofMedia: ReadonlySet<CommandName> = new Set(['media/answered', 'media/failed', 'media/stats']);

/** Whether a client of this role may call this. `input` has the command's shape. */
export function mayCall(
  role: ClientRole,
  name: CommandName,
  input: unknown,
  soundPlace: SoundPlace['page'],
): boolean {
  if (role === 'control') return !forbiddenToControl.has(name);
  const isOfPicture = (input as { readonly stream?: unknown } | undefined)?.stream !== undefined;
  if (role === 'media') return allowedToMedia.has(name) && !isOfPicture;
  return !ofMedia.has(name) || isOfPicture || soundPlace === 'window';
}

/** Whether a client of this role may see all of these. */
export function maySee(role: ClientRole, topics: readonly TopicName[]): boolean {
  return role !== 'media' || topics.every((topic) => shownToMedia.has(topic));
}
