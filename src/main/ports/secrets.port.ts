import type { Result } from '../../shared/errors/result.ts';

/** Seals small secrets (database key, passwords, tokens) with what the machine has. They never reach the renderer. */
export interface Secrets {
  readonly kind: 'os' | 'file';
  seal(plain: Uint8Array): Promise<Result<Uint8Array>>;
  /** `reseal` asks the caller to seal and store again (a key was rotated). */
  open(sealed: Uint8Array): Promise<Result<{ plain: Uint8Array; reseal: boolean }>>;
}
