import type { Result } from '../../shared/errors/result.ts';
import type { ByteSink, ByteSource, UploadSlot } from './file-traffic.port.ts';

/** What a download began with. */
export interface DownloadHead {
  /** The first byte that comes: 0 when the server gives only the whole. */
  readonly from: number;
  /** Size of the whole, where it is told. */
  readonly total?: number;
}

/**
 * Files over HTTPS (XEP-0363), streamed both ways. Redirects are not followed. Failures: files.too-large (413), files.refused (401, 403, 406 …),
 * files.gone (404, 410), http.status, files.not-saved (the sink threw), net.*, tls.*, app.cancelled.
 */
export interface FileHttp {
  put(request: {
    readonly slot: UploadSlot;
    readonly size: number;
    readonly source: ByteSource;
    readonly onProgress: (done: number) => void;
    readonly signal: AbortSignal;
  }): Promise<Result<void>>;
  /** From a byte on, where the server can (RFC 9110 section 14); `begin` is told what comes before the first `sink`. */
  get(request: {
    readonly url: string;
    readonly from: number;
    readonly begin: (head: DownloadHead) => Promise<Result<void>>;
    readonly sink: ByteSink;
    readonly signal: AbortSignal;
  }): Promise<Result<void>>;
}
