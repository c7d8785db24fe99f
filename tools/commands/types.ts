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

/** Checks one layer with its own globals. `isEmpty`: it has no file yet, which is fine. */
export async function checkLayer(
  layer: string,
): Promise<{ readonly isGood: boolean; readonly isEmpty: boolean; readonly output: string }> {
  const args = ['-p', `tsconfig.${layer}.json`, '--pretty', 'false'];
  const { code, output } = await runNodeFile(packageBin('typescript', 'tsc'), args, { output: 'capture' });
  // TS18003: no inputs were found.
  const isEmpty = output.includes('TS18003');
  return { isGood: isEmpty || code === 0, isEmpty, output: output.trimEnd() };
}

/** `npm run types [-- layer …]`: the compiler once per layer, so that no layer borrows another's globals. */
export const run: RunCommand = async (args) => {
  const all = typeLayers();
  let failed = 0;
  for (const layer of args.length === 0 ? all : args) {
    if (!all.includes(layer))
      throw new Error(`There is no tsconfig.${layer}.json; layers: ${all.join(', ')}`);
    const { isGood, isEmpty, output } = await checkLayer(layer);
    if (!isGood) {
      failed += 1;
      console.log(output);
    }
    console.log(`${isGood ? 'ok    ' : 'FAILED'} types: ${layer}${isEmpty ? ' (no file yet)' : ''}`);
  }
  return failed === 0 ? 0 : 1;
};
