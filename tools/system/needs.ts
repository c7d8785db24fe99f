/**
 * A thing of the system that a command needs: the Debian package it comes in, and the file that shows it is there
 * (a command's bare name, looked for on PATH and in the sbin folders, or a path in which a star stands for a folder).
 */
export type Need = { readonly debianPackage: string; readonly shownBy: string };

export const browserNeed: Need = { debianPackage: 'chromium', shownBy: 'chromium' };

/** What the tests talk to. Without the fonts a screenshot shows boxes. */
export const testNeeds: readonly Need[] = [
  browserNeed,
  { debianPackage: 'prosody', shownBy: 'prosody' },
  { debianPackage: 'kamailio', shownBy: 'kamailio' },
  { debianPackage: 'kamailio-tls-modules', shownBy: '/usr/lib/*/kamailio/modules/tls.so' },
  { debianPackage: 'kamailio-websocket-modules', shownBy: '/usr/lib/*/kamailio/modules/websocket.so' },
  { debianPackage: 'kamailio-outbound-modules', shownBy: '/usr/lib/*/kamailio/modules/outbound.so' },
  { debianPackage: 'dnsmasq-base', shownBy: 'dnsmasq' },
  { debianPackage: 'baresip-core', shownBy: 'baresip' },
  { debianPackage: 'baresip-ffmpeg', shownBy: '/usr/lib/baresip/modules/avcodec.so' },
  { debianPackage: 'sip-tester', shownBy: 'sipp' },
  { debianPackage: 'tftpd-hpa', shownBy: 'in.tftpd' },
  { debianPackage: 'slapd', shownBy: 'slapd' },
  { debianPackage: 'radicale', shownBy: 'radicale' },
  { debianPackage: 'coturn', shownBy: 'turnserver' },
  { debianPackage: 'profanity', shownBy: 'profanity' },
  { debianPackage: 'openssl', shownBy: 'openssl' },
  { debianPackage: 'msitools', shownBy: 'msibuild' },
  { debianPackage: 'gcab', shownBy: 'gcab' },
  { debianPackage: 'xvfb', shownBy: 'Xvfb' },
  { debianPackage: 'xdg-utils', shownBy: 'xdg-mime' },
  { debianPackage: 'xauth', shownBy: 'xauth' },
  { debianPackage: 'procps', shownBy: 'ps' },
  { debianPackage: 'fonts-dejavu-core', shownBy: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
  { debianPackage: 'fonts-noto-color-emoji', shownBy: '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf' },
];

/** Servers of other makes, for the acceptance suite of that name. */
export const foreignNeeds: readonly Need[] = [
  { debianPackage: 'ejabberd', shownBy: 'ejabberdctl' },
  { debianPackage: 'jabberd2', shownBy: 'jabberd2-c2s' },
  { debianPackage: 'mcabber', shownBy: 'mcabber' },
];

/** What packages are made with, and the Windows that they are tried on. */
export const installerNeeds: readonly Need[] = [
  { debianPackage: 'wine', shownBy: 'wine' },
  { debianPackage: 'wine64', shownBy: '/usr/lib/wine/wine64' },
  { debianPackage: 'nsis', shownBy: 'makensis' },
  { debianPackage: 'p7zip-full', shownBy: '7za' },
  { debianPackage: 'osslsigncode', shownBy: 'osslsigncode' },
  { debianPackage: 'gcc-mingw-w64-x86-64', shownBy: 'x86_64-w64-mingw32-gcc' },
];
