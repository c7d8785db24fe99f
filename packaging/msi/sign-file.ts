import { renameSync } from 'node:fs';
import { runTool } from '../packages/run-tool.ts';
import { product } from '../product.ts';

/**
 * Signs a package in place with the certificate that electron-builder's own variables name (`WIN_CSC_LINK`, a PKCS #12 file, and
 * `WIN_CSC_KEY_PASSWORD`); without them it stays as it is. `PARLANCE_TIMESTAMP_URL`: an RFC 3161 server.
 */
export async function signFile(file: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const certificate = env['WIN_CSC_LINK'];
  if (certificate === undefined || certificate === '') return false;
  const stamp = env['PARLANCE_TIMESTAMP_URL'];
  const signed = `${file}.signed`;
  await runTool('osslsigncode', [
    'sign',
    ...['-pkcs12', certificate, '-pass', env['WIN_CSC_KEY_PASSWORD'] ?? ''],
    ...['-n', product.name, '-h', 'sha256'],
    ...(stamp === undefined ? [] : ['-ts', stamp]),
    ...['-in', file, '-out', signed],
  ]);
  renameSync(signed, file);
  return true;
}
