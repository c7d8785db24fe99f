import { createContext, useContext } from 'react';

/** Opens the problem report; `undefined` where it is not offered. Whatever shows an error may lead there. */
export const ProblemReportContext = createContext<(() => void) | undefined>(undefined);

export function useProblemReport(): (() => void) | undefined {
  return useContext(ProblemReportContext);
}
