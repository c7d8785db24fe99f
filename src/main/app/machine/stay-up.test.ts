import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { stayUp } from './stay-up.ts';

describe('staying up', () => {
  it('Q2: a rejection nobody awaited is logged without its message, and the listener can be taken away', () => {
    const lines: unknown[] = [];
    const before = process.listeners('unhandledRejection');
    const stop = stayUp({ ...silentLog, error: (event, fields) => void lines.push({ event, ...fields }) });
    const [own] = process.listeners('unhandledRejection').filter((one) => !before.includes(one));
    own?.(new TypeError('what Bob wrote'), Promise.resolve());
    stop();
    expect(lines).toMatchObject([{ event: 'rejection nobody awaited', error: 'TypeError' }]);
    expect(JSON.stringify(lines)).not.toContain('Bob');
    expect(process.listeners('unhandledRejection')).toEqual(before);
  });
});
