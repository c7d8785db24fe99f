import { type CallObstacle, callObstacle } from '../../shared/domain/call-obstacle.ts';
import { useEntity, useOnly } from './bridge-context.tsx';

/** Why no call can begin now; nothing when one can. It comes and goes by itself. */
export function useCallObstacle(): CallObstacle | undefined {
  return callObstacle(useEntity('services', 'phone'), useOnly('deskPhone'));
}
