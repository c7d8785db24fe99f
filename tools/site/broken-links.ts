import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Follows every link, picture, style and script of a built site; gives a line for each that leads nowhere or is fetched from elsewhere. */
export function brokenLinks(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.html')).flatMap((file) => brokenIn(folder, file));
}

function brokenIn(folder: string, file: string): readonly string[] {
  const text = readFileSync(path.join(folder, file), 'utf8');
  return [...text.matchAll(/<(\w+)[^>]*? (?:href|src)="([^"]*)"/g)].flatMap(([, tag = '', address = '']) => {
    const trouble = troubleOf(folder, file, tag, address.replaceAll('&amp;', '&'));
    return trouble === undefined ? [] : [`${file}: ${address} ${trouble}`];
  });
}

function troubleOf(folder: string, file: string, tag: string, address: string): string | undefined {
  // People may be led elsewhere; nothing may be fetched from there.
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address))
    return tag === 'a' ? undefined : 'is fetched from elsewhere';
  const [place = '', anchor] = decodeURIComponent(address).split('#');
  const target = place === '' ? path.join(folder, file) : path.join(folder, path.dirname(file), place);
  if (!existsSync(target)) return 'is not there';
  if (anchor === undefined || anchor === '') return undefined;
  return readFileSync(target, 'utf8').includes(` id="${anchor}"`) ? undefined : 'has no such heading';
}
