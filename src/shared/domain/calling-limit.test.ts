import { describe, expect, it } from 'vitest';
import { type CallFeature, isLeft } from './calling-limit.ts';

const features: readonly CallFeature[] = [
  'start',
  'end',
  'hold',
  'resume',
  'mute',
  'unmute',
  'dtmf',
  'video',
  'transfer',
  'divert',
  'park',
  'conference',
  'ad-hoc-conference',
  'send-to-mobile',
  'dial-via-office',
  'bfcp',
];
const left = (limit: Parameters<typeof isLeft>[1]): readonly CallFeature[] =>
  features.filter((feature) => isLeft(feature, limit));

describe('what is left of a phone', () => {
  it('A9 T13: at a survivable site only start, end, hold, resume, mute, unmute and digits', () => {
    expect(left('survivable')).toEqual(['start', 'end', 'hold', 'resume', 'mute', 'unmute', 'dtmf']);
  });

  it('A9: without signalling nothing that needs a server, hold among it', () => {
    expect(left('signalling-lost')).toEqual(['end', 'mute', 'unmute', 'dtmf']);
  });

  it('A9: everything where nothing limits it', () => {
    expect(left(undefined)).toEqual(features);
  });
});
