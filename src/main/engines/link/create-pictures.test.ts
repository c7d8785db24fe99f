import { describe, expect, it } from 'vitest';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { createPictures } from './create-pictures.ts';
import type { HttpAnswer, HttpRequest } from './http-client.ts';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2]);
const never = new AbortController().signal;

function pictures(answer: Result<Pick<HttpAnswer, 'status' | 'body'>>) {
  const asked: HttpRequest[] = [];
  const http = {
    request: async (request: HttpRequest) => {
      asked.push(request);
      return answer.ok ? ok({ headers: {}, ...answer.value }) : answer;
    },
    close: async () => undefined,
  };
  return { asked, fetch: (url: string) => createPictures(http, memoryTrace()).fetch(url, never) };
}

describe('pictures by address', () => {
  it('C1: the type is read off the bytes, and nothing secret is sent', async () => {
    const { fetch, asked } = pictures(ok({ status: 200, body: JPEG }));
    expect(await fetch('https://photos.example.test/a.jpg')).toMatchObject({
      value: { type: 'image/jpeg', bytes: JPEG, hash: expect.stringMatching(/^[\da-f]{64}$/) },
    });
    expect(asked[0]?.headers).toBeUndefined();
    expect(asked[0]?.maxBytes).toBe(2_000_000);
  });

  it.each([
    ['a page', ok({ status: 200, body: new TextEncoder().encode('<html>') })],
    [
      'a script that says it is a picture',
      ok({ status: 200, body: new TextEncoder().encode('<svg onload=') }),
    ],
    ['nobody’s', ok({ status: 404, body: new Uint8Array() })],
  ] as const)('C1: %s is no photo', async (_, answer) => {
    expect(await pictures(answer).fetch('https://photos.example.test/a.jpg')).toEqual(ok(undefined));
  });

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'not an address', ''])(
    'Q2: nothing is fetched from %j',
    async (address) => {
      const { fetch, asked } = pictures(ok({ status: 200, body: JPEG }));
      expect(await fetch(address)).toEqual(ok(undefined));
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['a server in trouble', ok({ status: 503, body: new Uint8Array() }), 'http.status'],
    ['nobody there', fail('net.refused', { host: 'h', port: 1 }), 'net.refused'],
  ] as const)('C4: %s is told, so that it is asked again', async (_, answer, code) => {
    expect(await pictures(answer).fetch('http://h/a.jpg')).toMatchObject({ error: { code } });
  });
});
