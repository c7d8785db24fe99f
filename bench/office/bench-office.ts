import { missingPrograms } from '../../lab/real/installed.ts';
import { type RealLab, type RealLabOptions, startRealLab } from '../../lab/real/office.ts';
import { type BenchRun, NotHere } from '../part.ts';

export interface BenchOffice {
  readonly lab: RealLab;
  /** People on Alice's contact list. */
  readonly contacts: number;
  close(): Promise<void>;
}

/** Colleagues that the lab's people are to each other. */
const COLLEAGUES = 3;

/** An office in which Alice has so many contacts. Its archive is in memory: how fast Prosody writes files isn't the question. */
export async function openOffice(
  bench: BenchRun,
  contacts: number,
  options: RealLabOptions = {},
): Promise<BenchOffice> {
  const missing = missingPrograms(['prosody', 'kamailio', 'dnsmasq']);
  if (missing.length > 0) throw new NotHere(`${missing.join(', ')} not installed`);
  const crowd = Math.max(0, contacts - COLLEAGUES);
  const lab = await startRealLab({ phones: {}, chat: { crowd, archive: 'memory' }, ...options });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await lab.stop();
  };
  bench.defer(close);
  return { lab, contacts: COLLEAGUES + crowd, close };
}
