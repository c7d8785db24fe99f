import * as z from 'zod/mini';

/** A request of JSON-RPC 2.0; without an `id` it is a notification and nothing is answered. */
export interface RpcRequest {
  readonly id?: string | number;
  readonly method: string;
  readonly params: unknown;
}

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** The specification's own errors, and those of Parlance (docs/accessories-api.md). */
export const rpcErrors = {
  notJson: { code: -32_700, message: 'Not JSON' },
  badRequest: { code: -32_600, message: 'Not a JSON-RPC 2.0 request' },
  unknownMethod: { code: -32_601, message: 'No such method' },
  badParams: { code: -32_602, message: 'Wrong parameters' },
  failed: { code: -32_000, message: 'Failed' },
  helloFirst: { code: -32_001, message: 'Say hello first' },
  refused: { code: -32_002, message: 'Not allowed by the person' },
  tooMany: { code: -32_003, message: 'Too many requests' },
} as const satisfies Record<string, RpcError>;

const requestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.optional(z.union([z.string().check(z.maxLength(100)), z.number()])),
  method: z.string().check(z.minLength(1), z.maxLength(100)),
  params: z.optional(z.unknown()),
});

/** One text as a request. Batches are not taken: every message is one request. */
export function readRpc(
  text: string,
): { readonly ok: true; readonly request: RpcRequest } | { readonly ok: false; readonly error: RpcError } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, error: rpcErrors.notJson };
  }
  const read = requestSchema.safeParse(value);
  if (!read.success) return { ok: false, error: rpcErrors.badRequest };
  const { id, method, params } = read.data;
  return { ok: true, request: { ...(id !== undefined && { id }), method, params: params ?? {} } };
}

export const rpcResult = (id: string | number, result: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, result });

/** `id` null: the request could not be read. */
export const rpcFailure = (id: string | number | null, error: RpcError): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error });

export const rpcNotice = (method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', method, params });
