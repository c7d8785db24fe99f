import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { ConversationWith } from '../../../shared/domain/file.ts';
import { forbiddenEnding, readFileTypes } from '../../../shared/domain/file-name.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';

/** What the administrator has decided about files. */
export interface FilePolicy {
  readonly isEnabled: boolean;
  readonly canCapture: boolean;
  /** Others' files are taken unasked. */
  readonly isAutomatic: boolean;
  /** From device to device first, where that can be. */
  readonly prefersHandOver: boolean;
  /** Kinds of conversations that files are not sent to. */
  readonly closedTo: readonly ConversationWith[];
  /** Endings with their dot. */
  readonly forbidden: readonly string[];
}

export function readFilePolicy(configuration: EffectiveConfiguration): FilePolicy {
  const isEnabled = configuration.isOn('File_Transfer_Enabled');
  return {
    isEnabled,
    canCapture:
      isEnabled &&
      configuration.isOn('Screen_Capture_Enabled') &&
      configuration.isOn('ShowScreenCaptureButton'),
    isAutomatic: configuration.isOn('AutoAcceptFileTransfer'),
    prefersHandOver: configuration.text('PreferredFT') === 'P2P',
    closedTo: readClosed(configuration.text('DisableMFTForConversationTypes')),
    forbidden: readFileTypes(configuration.text('Disallowed_File_Transfer_Types')),
  };
}

/** `P2P;GroupChat;PersistentChat`, in the words of the guides. */
function readClosed(list: string): readonly ConversationWith[] {
  const words = list.toLowerCase().split(/[;,\s]+/);
  return (
    [
      ['p2p', 'person'],
      ['groupchat', 'group'],
      ['persistentchat', 'room'],
    ] as const
  ).flatMap(([word, kind]) => (words.includes(word) ? [kind] : []));
}

/** Whether a file of this name may be sent or taken: files.off, files.forbidden-type (`ending`). */
export function allowed(policy: FilePolicy, name: string): Result<void> {
  if (!policy.isEnabled) return fail('files.off');
  const ending = forbiddenEnding(name, policy.forbidden);
  return ending === undefined ? ok() : fail('files.forbidden-type', { ending });
}
