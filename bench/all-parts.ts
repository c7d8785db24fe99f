import type { Part } from './part.ts';
import { gatewayPart } from './parts/gateway.ts';
import { launchPart } from './parts/launch.ts';
import { memoryPart } from './parts/memory.ts';
import { searchPart } from './parts/search.ts';

/** In the order of the report. */
export const allParts: readonly Part[] = [launchPart, memoryPart, gatewayPart, searchPart];
