import type { UpdateOffer } from '../../ports/updater.port.ts';
import { child, descendants, parseXml, type XmlElement } from '../link/xml-document.ts';

type Platform = 'windows' | 'mac' | 'linux';
/** Names of `App` entries that are meant for us; Jabber's own (`JabberWin`) are not. */
const apps: Readonly<Record<Platform, readonly string[]>> = {
  windows: ['parlancewin', 'parlance'],
  mac: ['parlancemac', 'parlance'],
  linux: ['parlancelinux', 'parlance'],
};
const MESSAGE_CHARACTERS = 2_000;
const VERSION = /^v?\d+(\.\d+){0,3}(-[0-9A-Za-z.-]+)?$/;

/** What a file announces; `nothing` when it is sound and has nothing for this app; `undefined` when it cannot be read. */
export function readFeed(
  source: Uint8Array,
  url: string,
  platform: Platform,
): UpdateOffer | 'nothing' | undefined {
  const text = new TextDecoder().decode(source).trimStart();
  return text.startsWith('<') || text.startsWith('\u{feff}<')
    ? readJabberUpdate(source, platform)
    : readLatest(text, url);
}

/** cisco-uc 16.2. Its packages are Jabber's unless the entry bears our name. */
function readJabberUpdate(source: Uint8Array, platform: Platform): UpdateOffer | 'nothing' | undefined {
  const document = parseXml(source);
  if (!document.ok) return undefined;
  const entries = descendants(document.value, 'App');
  const own = apps[platform]
    .map((name) => entries.find((entry) => entry.attributes.get('name')?.toLowerCase() === name))
    .find((entry) => entry !== undefined);
  if (!own) return 'nothing';
  const version = textOf(own, 'LatestVersion');
  if (!VERSION.test(version)) return undefined;
  const downloadUrl = webAddress(textOf(own, 'DownloadURL'));
  // A folder, not a package: the updater takes its own list from there.
  const feed = downloadUrl?.startsWith('https:') ? new URL('.', downloadUrl).href : undefined;
  const message = plain(textOf(own, 'Message'));
  return {
    version,
    isMandatory: textOf(own, 'Mandatory').toLowerCase() === 'true',
    ...(message !== '' && { message }),
    ...(downloadUrl !== undefined && { downloadUrl }),
    ...(feed !== undefined && { feed }),
  };
}

/** Only the two facts that are needed of `latest.yml`; whether its packages are sound is the updater's to prove. */
function readLatest(text: string, url: string): UpdateOffer | undefined {
  const version = lineOf(text, 'version');
  const path = lineOf(text, 'path');
  if (version === undefined || !VERSION.test(version)) return undefined;
  const downloadUrl = path === undefined ? undefined : webAddress(URL.parse(path, url)?.href ?? '');
  return {
    version,
    isMandatory: false,
    ...(downloadUrl !== undefined && { downloadUrl }),
    ...(url.startsWith('https:') && { feed: new URL('.', url).href }),
  };
}

const lineOf = (text: string, key: string): string | undefined =>
  new RegExp(`^${key}:[ \\t]*['"]?([^'"\\r\\n]+?)['"]?[ \\t]*$`, 'm').exec(text)?.[1];

const textOf = (entry: XmlElement, name: string): string => child(entry, name)?.text ?? '';

/** Messages may be written in HTML; people read text. */
const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, MESSAGE_CHARACTERS);

function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
