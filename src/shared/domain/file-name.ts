/** The longest name that every file system takes, UTF-8 bytes, less what ` (999)` and `.part` need. */
const LONGEST_BYTES = 200;
const LONGEST_ENDING = 20;

/** Windows' devices: with any ending, and with a digit also written small and high (¹ ² ³). */
const DEVICE = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])$/i;

/** Controls, and marks that turn the direction of writing: `gpj.exe` is shown as `exe.jpg`. */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]/gu;

/** What Windows, a Mac or a shell gives a meaning: separators, drives and streams (`:`), wildcards, quotes. */
const RESERVED = /[<>:"/\\|?*\u2044\u2215\u29f5\uff0f\uff3c\uff1a]/g;

/**
 * A name from somebody else as it may be written to any disk: one part of a path, never a device, a stream or a hidden
 * file, nothing that looks like another ending than it has. The same name gives the same result anywhere, twice as once.
 */
export function safeFileName(raw: string, fallback = 'file'): string {
  const cleaned = tidy(
    raw.slice(0, 4096).normalize('NFC').replace(INVISIBLE, '').replace(/\s/gu, ' ').replace(RESERVED, '_'),
  );
  const short = shortened(cleaned === '' ? fallback : cleaned);
  const stem = short.split('.', 1)[0]?.trimEnd() ?? '';
  return DEVICE.test(stem) ? `_${short}` : short;
}

/** Neither end may be a dot or a space: hidden here, cut off by Windows there. */
function tidy(name: string): string {
  return name.replace(/^[. ]+/, '').replace(/[. ]+$/, '');
}

function shortened(name: string): string {
  if (bytes(name) <= LONGEST_BYTES) return name;
  const ending = endingOf(name);
  let stem = '';
  let left = LONGEST_BYTES - bytes(ending);
  for (const letter of name.slice(0, name.length - ending.length)) {
    left -= bytes(letter);
    if (left < 0) break;
    stem += letter;
  }
  return tidy(stem) + ending || 'file';
}

/** The ending with its dot: `.tar.gz` gives `.gz`. Empty when there is none, or one too long to be one. */
function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const ending = dot <= 0 ? '' : name.slice(dot);
  return bytes(ending) <= LONGEST_ENDING ? ending : '';
}

/** `report.pdf` → `report (2).pdf`. */
export function numberedName(name: string, number: number): string {
  const ending = endingOf(name);
  return number <= 1 ? name : `${name.slice(0, name.length - ending.length)} (${number})${ending}`;
}

/** `.exe;.msi`, `exe, msi` → `.exe`, `.msi`. */
export function readFileTypes(list: string): readonly string[] {
  return [
    ...new Set(
      list
        .toLowerCase()
        .split(/[;,\s]+/)
        .map((part) => part.replace(/^[*.]+/, ''))
        .filter((part) => part !== '')
        .map((part) => `.${part}`),
    ),
  ];
}

/** The forbidden ending that the name has, as the disk will have it: trailing dots and hidden marks change nothing. */
export function forbiddenEnding(name: string, forbidden: readonly string[]): string | undefined {
  const lower = safeFileName(name).toLowerCase();
  return forbidden.find((ending) => lower.endsWith(ending));
}

/** What runs when it is opened, on Windows, a Mac or a Linux desktop: opened by nobody but the person, in its folder. */
const RUNS = new Set(
  `ade adp app appimage appinstaller application appref-ms appx appxbundle apk bas bat bash chm cmd com command cpl crt
  deb desktop dll dmg docm dotm exe fxp gadget hlp hta htm html inf ins iqy iso isp its jar job jnlp js jse ksh lnk
  mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz mht mhtml msc msh msi msix msp mst ops osd pcd
  pif pkg pl plg potm ppam ppsm pptm prf prg ps1 ps1xml ps2 psc1 psd1 psm1 py pyc pyw reg rgs rpm run scf scpt scr
  sct search-ms settingcontent-ms sh shb shs slk svg sys terminal theme tmp tool udl url vb vbe vbp vbs vhd vhdx
  vsmacros webloc website workflow ws wsc wsf wsh xhtml xla xlam xll xlsm xltm xnk xpi xsl zsh`.split(/\s+/),
);

export function isDangerousFile(name: string): boolean {
  return RUNS.has(endingOf(safeFileName(name)).slice(1).toLowerCase());
}

/** UTF-8 bytes. */
function bytes(text: string): number {
  let count = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return count;
}
