import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Shown while it runs. */
  readonly isShown?: boolean;
}

/** Runs a program to its good end; throws with what it said otherwise. Resolves to what it said. */
export async function runTool(
  file: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  const { code, output } = await tryTool(file, args, options);
  if (code !== 0)
    throw new Error(`${file} ended with ${code}: ${output.trim().split('\n').slice(-20).join('\n')}`);
  return output;
}

/** The same, whatever the end. */
export async function tryTool(
  file: string,
  args: readonly string[],
  { cwd, env, isShown }: ToolOptions = {},
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(file, [...args], {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pieces: Buffer[] = [];
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    from.on('data', (piece: Buffer) => {
      pieces.push(piece);
      if (isShown === true) to.write(piece);
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, output: Buffer.concat(pieces).toString('utf8') };
}
