import type { Result } from '../../shared/errors/result.ts';

/** What a server for updates announces. */
export interface UpdateOffer {
  readonly version: string;
  readonly isMandatory: boolean;
  /** Plain text. */
  readonly message?: string;
  /** Where people get it by hand. */
  readonly downloadUrl?: string;
  /** Folder that holds `latest.yml` and the packages; absent: this app cannot install it by itself. */
  readonly feed?: string;
}

/** Reads what is announced. `undefined`: nothing for this app. Failures: update.bad-feed { host }, and those of HTTP. */
export interface UpdateFeed {
  look(
    url: string,
    platform: 'windows' | 'mac' | 'linux',
    signal: AbortSignal,
  ): Promise<Result<UpdateOffer | undefined>>;
}

/**
 * Installs packages; only a host that can prove their publisher has one. An installation that an administrator's tools look
 * after (MSI) has none: there updates are told of, no more.
 */
export interface Updater {
  /** Loads the package and proves its publisher. Failures: update.bad-signature, update.failed, app.cancelled. */
  download(
    offer: Pick<UpdateOffer, 'version'> & { readonly feed: string },
    onProgress: (percent: number) => void,
    signal: AbortSignal,
  ): Promise<Result<void>>;
  /** Ends the app, installs what was loaded and starts again. */
  install(): void;
}
