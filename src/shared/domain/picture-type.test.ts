import { describe, expect, it } from 'vitest';
import { pictureType } from './picture-type.ts';

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const be16 = (value: number): number[] => [value >> 8, value & 0xff];
const le16 = (value: number): number[] => [value & 0xff, value >> 8];

const png = (side: number): number[] => [
  ...[0x89, ...ascii('PNG\r\n\x1a\n'), 0, 0, 0, 13, ...ascii('IHDR')],
  ...[0, 0, ...be16(side), 0, 0, ...be16(side)],
];
const jpeg = (side: number): number[] => [
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 16, ...ascii('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0],
  ...[0xff, 0xff, 0xc4, 0, 4, 1, 2],
  ...[0xff, 0xc2, 0, 17, 8, ...be16(side), ...be16(side), 3],
];
const gif = (side: number): number[] => [...ascii('GIF89a'), ...le16(side), ...le16(side)];
const webp = (chunk: string, ...rest: number[]): number[] => [
  ...[...ascii('RIFF'), 0, 0, 0, 0, ...ascii(`WEBP${chunk}`), 0, 0, 0, 0],
  ...rest,
  ...Array.from({ length: 12 }, () => 0),
];
const extended = (side: number): number[] =>
  webp('VP8X', 0, 0, 0, 0, ...le16(side - 1), 0, ...le16(side - 1), 0);
const lossy = (side: number): number[] => webp('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, ...le16(side), ...le16(side));
const lossless = (side: number): number[] => {
  const bits = (side - 1) | ((side - 1) << 14);
  return webp('VP8L', 0x2f, bits & 0xff, (bits >> 8) & 0xff, (bits >> 16) & 0xff, (bits >>> 24) & 0xff);
};

describe('what a picture is, off its bytes', () => {
  it.each([
    ['PNG', 'image/png', png],
    ['JPEG', 'image/jpeg', jpeg],
    ['GIF', 'image/gif', gif],
    ['WebP with more', 'image/webp', extended],
    ['WebP, lossy', 'image/webp', lossy],
    ['WebP, lossless', 'image/webp', lossless],
  ])('Q1: %s of a usual size is taken, one that would fill the memory is not', (_name, type, of) => {
    expect(pictureType(new Uint8Array(of(640)))).toBe(type);
    expect(pictureType(new Uint8Array(of(16_000)))).toBeUndefined();
  });

  it.each([
    ['nothing', []],
    ['a page', ascii('<svg onload="x">')],
    ['a program', ascii('MZ\x90\0')],
  ])('%s is none', (_name, bytes) => {
    expect(pictureType(new Uint8Array(bytes))).toBeUndefined();
  });

  it('Q2: cut anywhere it is read without a fault', () => {
    for (const of of [png, jpeg, gif, extended, lossy, lossless]) {
      const whole = of(640);
      for (let end = 0; end < whole.length; end += 1)
        expect(() => pictureType(new Uint8Array(whole.slice(0, end)))).not.toThrow();
    }
  });

  it('Q2: segments of no length come to an end', () => {
    expect(pictureType(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, ...jpeg(640)]))).toBe('image/jpeg');
  });
});
