import type { Part } from './part.ts';
import { gatewayPart } from './parts/gateway.ts';
import { searchPart } from './parts/search.ts';

/** In the order of the report. */
export const allParts: readonly Part[] = [gatewayPart, searchPart];
