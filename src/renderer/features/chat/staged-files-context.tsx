import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { createStagedFiles, type StagedFiles } from './staged-files.ts';

const Staged = createContext<StagedFiles | undefined>(undefined);

/** Below this files can be staged; what is staged lives as long as this does. */
export function StagedFilesProvider({ children }: { readonly children: ReactNode }) {
  const [files] = useState(() => createStagedFiles());
  useEffect(() => () => files.clear(), [files]);
  return <Staged.Provider value={files}>{children}</Staged.Provider>;
}

export function useStagedFiles(): StagedFiles {
  const files = useContext(Staged);
  if (!files) throw new Error('StagedFilesProvider is missing');
  return files;
}
