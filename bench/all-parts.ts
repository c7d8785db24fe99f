import type { Part } from './part.ts';
import { burstPart } from './parts/burst.ts';
import { callPart } from './parts/call.ts';
import { callCostPart } from './parts/call-cost.ts';
import { catchUpPart } from './parts/catch-up.ts';
import { endurancePart } from './parts/endurance.ts';
import { gatewayPart } from './parts/gateway.ts';
import { launchPart } from './parts/launch.ts';
import { lossPart } from './parts/loss.ts';
import { memoryPart } from './parts/memory.ts';
import { presencePart } from './parts/presence.ts';
import { peersPart } from './parts/peers.ts';
import { roomsPart } from './parts/rooms.ts';
import { searchPart } from './parts/search.ts';
import { signInPart } from './parts/sign-in.ts';
import { typingPart } from './parts/typing.ts';
import { voicePart } from './parts/voice.ts';

/** In the order of the report. */
export const allParts: readonly Part[] = [
  signInPart,
  launchPart,
  memoryPart,
  burstPart,
  catchUpPart,
  presencePart,
  roomsPart,
  callPart,
  voicePart,
  gatewayPart,
  callCostPart,
  lossPart,
  searchPart,
  typingPart,
  peersPart,
  endurancePart,
];
