/** What an H.264 payload type's parameters say (RFC 6184 section 8.1). */
export interface H264Parameters {
  /** 1: large pictures may be cut into fragments (FU-A). */
  readonly packetizationMode: 0 | 1;
  /** profile_idc and its constraint flags, four hexadecimal digits. */
  readonly profile: string;
  /** level_idc: ten times the level, 31 for 3.1. */
  readonly level: number;
  readonly isLevelAsymmetryAllowed: boolean;
  /** Macroblocks of a picture, where more than the level's are taken. */
  readonly maxFs?: number;
}

/** Baseline 1.0, packetization mode 0: what is meant where nothing is said. */
const unsaid: H264Parameters = {
  packetizationMode: 0,
  profile: '420a',
  level: 10,
  isLevelAsymmetryAllowed: false,
};

/** Macroblocks (16 × 16) of a picture that each level allows (ITU-T H.264 table A-1). */
const macroblocksOfLevel: readonly (readonly [level: number, macroblocks: number])[] = [
  [10, 99],
  [11, 396],
  [20, 396],
  [21, 792],
  [22, 1_620],
  [31, 3_600],
  [32, 5_120],
  [40, 8_192],
];

/** What we say of ourselves: constrained baseline, up to level 3.1, which is 1280 × 720 thirty times a second. */
export function ourH264(packetizationMode: 0 | 1): string {
  return `profile-level-id=42e01f;packetization-mode=${packetizationMode};level-asymmetry-allowed=1`;
}

/** Reads parameters from outside, tolerantly: what is missing or makes no sense is taken as not said. */
export function readH264(parameters: string | undefined): H264Parameters {
  const said = new Map(
    (parameters ?? '').split(';').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
  const id = /^([0-9a-f]{4})([0-9a-f]{2})$/i.exec(said.get('profile-level-id') ?? '');
  const maxFs = Number(/^\d{1,6}$/.exec(said.get('max-fs') ?? '')?.[0] ?? 0);
  return {
    packetizationMode: said.get('packetization-mode') === '1' ? 1 : 0,
    profile: id?.[1]?.toLowerCase() ?? unsaid.profile,
    level: id?.[2] === undefined ? unsaid.level : Number.parseInt(id[2], 16),
    isLevelAsymmetryAllowed: said.get('level-asymmetry-allowed') === '1',
    ...(maxFs > 0 && { maxFs }),
  };
}

/**
 * Our answer to such an offer (RFC 3264 with RFC 6184 section 8.2.2): profile and mode are the offer's, the level is ours
 * where both may differ, else the lower one.
 */
export function answerH264(theirs: H264Parameters): string {
  const level = theirs.isLevelAsymmetryAllowed ? 31 : Math.min(theirs.level, 31);
  const id = `${theirs.profile}${level.toString(16).padStart(2, '0')}`;
  const asymmetry = theirs.isLevelAsymmetryAllowed ? ';level-asymmetry-allowed=1' : '';
  return `profile-level-id=${id};packetization-mode=${theirs.packetizationMode}${asymmetry}`;
}

/** The largest picture they take, in macroblocks. */
export function largestPicture(theirs: H264Parameters): number {
  const ofLevel = macroblocksOfLevel.findLast(([level]) => level <= theirs.level)?.[1] ?? 99;
  return Math.max(ofLevel, theirs.maxFs ?? 0);
}
