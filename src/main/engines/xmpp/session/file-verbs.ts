import { fail } from '../../../../shared/errors/result.ts';
import type { FileTraffic } from '../../../ports/file-traffic.port.ts';
import type { Session } from './session.ts';
import { UploadVerbs } from './upload-verbs.ts';

/** Files as verbs over the session: uploads, and what goes from device to device. */
export function createFileTraffic(session: Session): FileTraffic {
  const uploads = new UploadVerbs(session);
  return {
    uploadService: () => uploads.uploadService(),
    slot: (service, file) => uploads.slot(service, file),
    on: () => () => undefined,
    receiver: async () => undefined,
    handOver: async () => fail('files.no-way'),
    take: async () => fail('files.gone'),
    decline: () => undefined,
  };
}
