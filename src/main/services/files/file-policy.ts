import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
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
    forbidden: readFileTypes(configuration.text('Disallowed_File_Transfer_Types')),
  };
}

/** Whether a file of this name may be sent or taken: files.off, files.forbidden-type (`ending`). */
export function allowed(policy: FilePolicy, name: string): Result<void> {
  if (!policy.isEnabled) return fail('files.off');
  const ending = forbiddenEnding(name, policy.forbidden);
  return ending === undefined ? ok() : fail('files.forbidden-type', { ending });
}
