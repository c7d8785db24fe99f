import type { ErrorCode } from './catalogue.ts';

/** Values that fill the placeholders of a catalogue sentence. Never secrets, never message bodies. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** What crosses a border instead of an exception: the catalogue code, its parameters, and optional technical detail for the details view. */
export interface Failure {
  readonly code: ErrorCode;
  readonly params?: ErrorParams;
  /** Redacted technical text (an HTTP status, a stanza condition, an errno); shown only under Details. */
  readonly detail?: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

export function ok(): Result<void>;
export function ok<T>(value: T): Result<T>;
export function ok<T>(value?: T): Result<T | undefined> {
  return { ok: true, value };
}

/** A failed result. `detail` must already be free of secrets. */
export function fail(code: ErrorCode, params?: ErrorParams, detail?: string): { ok: false; error: Failure } {
  return { ok: false, error: failure(code, params, detail) };
}

export function failure(code: ErrorCode, params?: ErrorParams, detail?: string): Failure {
  return { code, ...(params && { params }), ...(detail !== undefined && { detail }) };
}

/** For tests and for code that has just proved success: the value, or an exception that names the code. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}${result.error.detail ? `: ${result.error.detail}` : ''}`);
}
