import { describe, expect, it } from 'vitest';
import { StartProblem, startNode } from './start-node.ts';

describe('a start by hand', () => {
  const asked = { isHeadless: true, isDebug: false, browserFlags: [], links: [] };
  it.each([{ bootstrap: '/nowhere/file.properties' }, { policies: '/nowhere/file.properties' }])(
    'D13: does not begin with a file that is not there: %o',
    async (named) => {
      const refusal = new StartProblem('The file /nowhere/file.properties cannot be read.');
      await expect(startNode({ ...asked, ...named })).rejects.toThrow(refusal);
    },
  );
});
