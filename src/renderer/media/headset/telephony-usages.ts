/** The page of telephone devices (HID Usage Tables 1.5, section 14). */
export const TELEPHONY_PAGE = 0x0b;

/** Controls of a headset that mean something to us: telephony page 0x0B, button page 0x09. */
export const headsetInputs = {
  0x0b_0020: 'hook',
  0x0b_0021: 'flash',
  0x0b_0023: 'hold',
  0x0b_0026: 'drop',
  0x0b_002f: 'mute',
  // By convention of the makers, not by the tables: the seventh button turns a call down.
  0x09_0007: 'drop',
} as const satisfies Readonly<Record<number, string>>;
export type HeadsetInput = (typeof headsetInputs)[keyof typeof headsetInputs];

/** Lights and states that a headset is told of: LED page 0x08 (section 11). */
export const headsetLights = {
  0x08_0009: 'mute',
  0x08_0017: 'off-hook',
  0x08_0018: 'ring',
  0x08_0020: 'hold',
} as const satisfies Readonly<Record<number, string>>;
export type HeadsetLight = (typeof headsetLights)[keyof typeof headsetLights];

/** Which lights are on. */
export type Lights = Readonly<Record<HeadsetLight, boolean>>;

export function inputOf(usage: number): HeadsetInput | undefined {
  return (headsetInputs as Readonly<Record<number, HeadsetInput>>)[usage];
}

export function lightOf(usage: number): HeadsetLight | undefined {
  return (headsetLights as Readonly<Record<number, HeadsetLight>>)[usage];
}
