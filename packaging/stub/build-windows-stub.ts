import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from '../packages/run-tool.ts';

const TARGET = 'x86_64-w64-mingw32';

/** Compiles the stand-in for Windows' runtime (Debian: gcc-mingw-w64-x86-64). `version`: `1.2.3`. */
export async function buildWindowsStub(output: string, version: string): Promise<void> {
  const work = mkdtempSync(path.join(tmpdir(), 'parlance-stub-'));
  const here = (name: string) => path.join(import.meta.dirname, name);
  try {
    const resource = path.join(work, 'stub.res');
    const defines = [
      `-DVERSION_NUMBERS=${version.replaceAll('.', ',')},0`,
      `-DVERSION_TEXT=\\"${version}\\"`,
    ];
    await runTool(`${TARGET}-windres`, [...defines, '-O', 'coff', '-o', resource, here('stub.rc')]);
    await runTool(`${TARGET}-gcc`, ['-O1', '-s', '-municode', '-o', output, here('stub.c'), resource]);
  } finally {
    rmSync(work, { recursive: true });
  }
}
