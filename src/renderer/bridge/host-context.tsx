import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import { createFileDoor, type FileDoor } from './file-door.ts';

interface HostFacts {
  readonly caps: HostCaps;
  readonly files: FileDoor;
}

const HostContext = createContext<HostFacts | undefined>(undefined);

/** What the machine's host can do, for whoever is deep inside. */
export function HostProvider({ caps, children }: { readonly caps: HostCaps; readonly children: ReactNode }) {
  const facts = useMemo<HostFacts>(
    () => ({ caps, files: createFileDoor(caps.blobBase, (input, init) => fetch(input, init)) }),
    [caps],
  );
  return <HostContext value={facts}>{children}</HostContext>;
}

export function useHost(): HostFacts {
  const facts = useContext(HostContext);
  if (!facts) throw new Error('useHost outside HostProvider');
  return facts;
}
