import type { Result } from '../../shared/errors/result.ts';

export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/** Packs a problem report and takes it to the administrator's server. */
export interface ReportOffice {
  /** A zip archive; names hold no folders that go upwards. */
  pack(files: readonly ReportFile[]): Uint8Array;
  /**
   * The archive, readable only with the key of the administrator's certificate (EnablePrtEncryption): CMS in DER.
   * Failures: support.not-encrypted.
   */
  encrypt(
    archive: Uint8Array,
    certificate: { readonly name: string; readonly url: string },
    signal: AbortSignal,
  ): Promise<Result<Uint8Array>>;
  /**
   * POST multipart/form-data, the archive in the field `zipFileName` (cisco-uc 16.1). Any 2xx is a yes.
   * Failures: support.upload-refused { host, status }, and those of HTTP.
   */
  send(
    url: string,
    archive: { readonly name: string; readonly bytes: Uint8Array; readonly description: string },
    signal: AbortSignal,
  ): Promise<Result<void>>;
}
