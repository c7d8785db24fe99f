import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { product } from '../product.ts';

/** Where the program lies; below /opt, as it doesn't come from the distribution. */
export const programFolder = `/opt/${product.name}`;
export const packageName = product.name.toLowerCase();

/** What Electron's runtime wants of the system; names with `t64` are those of newer releases. */
const needed = [
  'libasound2 | libasound2t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libgbm1',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnotify4',
  'libnss3',
  'libsecret-1-0',
  'libuuid1',
  'libxss1',
  'libxtst6',
  'xdg-utils',
];

/** `1.2.0-beta.1` comes before `1.2.0`, which Debian writes with a tilde. */
export function debVersion(version: string): string {
  return version.replace('-', '~');
}

export function controlFile(version: string, installedBytes: number): string {
  const fields = {
    Package: packageName,
    Version: debVersion(version),
    Architecture: 'amd64',
    Maintainer: `${product.manufacturer} <parlance@parlance.invalid>`,
    'Installed-Size': String(Math.ceil(installedBytes / 1024)),
    Depends: needed.join(', '),
    Section: 'net',
    Priority: 'optional',
    Description: `${product.description}\n Signs in to servers on premises: Cisco Unified CM with IM and Presence,\n or any XMPP and SIP servers that follow the standards.`,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\n')}\n`;
}

/** The menu's entry, which also offers the program for its link schemes (X4). */
export function desktopEntry(): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${product.name}`,
    `Comment=${product.description}`,
    // Two dashes: whatever is in the link, none of it is a switch.
    `Exec=${programFolder}/${product.executable} -- %u`,
    `Icon=${packageName}`,
    'Terminal=false',
    `StartupWMClass=${product.name}`,
    'Categories=Network;InstantMessaging;Telephony;',
    `MimeType=${linkSchemes.map((scheme) => `x-scheme-handler/${scheme}`).join(';')};`,
  ];
  return `${lines.join('\n')}\n`;
}

export function copyrightFile(): string {
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    `Upstream-Name: ${product.name}`,
    '',
    'Files: *',
    `Copyright: ${product.manufacturer}`,
    'License: Apache-2.0',
    ' On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.',
    ` Packages of others: ${programFolder}/resources/THIRD-PARTY-NOTICES.txt.`,
    '',
  ].join('\n');
}
