import { expect, it } from 'vitest';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { HttpClient } from '../link/http-client.ts';
import { greetPage } from './greet-page.ts';

const url = 'https://edge.example.test:8443/';

it.each([
  ['is there', 200, undefined, true],
  ['wants a sign-in', 401, undefined, true],
  ['is not there', 404, undefined, false],
  ['need not be there', 404, true, true],
  ['is one of a broken server', 503, true, false],
] as const)('D1 S8: a page that %s', async (_what, status, mayBeMissing, isFine) => {
  const http: HttpClient = {
    request: async () => ok({ status, headers: {}, body: new Uint8Array() }),
    close: async () => undefined,
  };
  const call = { signal: new AbortController().signal, span: memoryTrace().start('greet') };
  const said = await greetPage(http, mayBeMissing ? { url, mayBeMissing } : { url }, call);
  expect(said.ok).toBe(isFine);
});
