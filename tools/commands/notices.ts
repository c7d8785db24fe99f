import { mkdirSync } from 'node:fs';
import { writeNotices } from '../notices/write-notices.ts';
import { fromRoot, root } from '../process/root.ts';
import type { RunCommand } from './command.ts';

/** `npm run notices`: licences of what ships, and the bill of materials (CycloneDX), into `out`. */
export const run: RunCommand = async () => {
  mkdirSync(fromRoot('out'), { recursive: true });
  const files = writeNotices(root, fromRoot('out'));
  console.log(files.map((file) => `out/${file}`).join('\n'));
  return 0;
};
