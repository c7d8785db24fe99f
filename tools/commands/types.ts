import { readdirSync } from 'node:fs';
import { packageBin } from '../process/package-bin.ts';
import { root } from '../process/root.ts';
import { runNodeFile } from '../process/run-process.ts';
import type { RunCommand } from './command.ts';

/** The type-checking layers: every tsconfig.NAME.json but the shared base. */
export function typeLayers(folder: string = root): readonly string[] {
  return readdirSync(folder)
    .map((name) => /^tsconfig\.(.+)\.json$/.exec(name)?.[1])
    .filter((layer): layer is string => layer !== undefined && layer !== 'base')
    .sort();
}

/** `npm run types [-- layer …]`: the compiler once per layer, so that no layer borrows another's globals. */
export const run: RunCommand = async (args) => {
  const all = typeLayers();
  const layers = args.length === 0 ? all : args;
  let failed = 0;
  for (const layer of layers) {
    if (!all.includes(layer))
      throw new Error(`There is no tsconfig.${layer}.json; layers: ${all.join(', ')}`);
    const result = await runNodeFile(packageBin('typescript', 'tsc'), ['-p', `tsconfig.${layer}.json`], {
      output: 'capture',
    });
    // TS18003: the layer has no file yet.
    const isEmpty = result.output.includes('TS18003');
    if (!isEmpty && result.code !== 0) {
      failed += 1;
      console.log(result.output.trimEnd());
    }
    console.log(`${isEmpty ? 'empty ' : result.code === 0 ? 'ok    ' : 'FAILED'} types: ${layer}`);
  }
  return failed === 0 ? 0 : 1;
};
