import { strToU8, zipSync } from 'fflate';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Random } from '../../ports/random.port.ts';
import type { ReportOffice } from '../../ports/report-office.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { encryptFor } from './encrypt-for.ts';
import { multipart } from './multipart.ts';
import { findReportCertificate } from './report-certificate.ts';

/** For the whole upload: a report of some megabytes over a slow line. */
const UPLOAD_MS = 120_000;
const ANSWER_BYTES = 64 * 1024;

export interface ReportOfficePorts {
  readonly http: HttpClient;
  readonly random: Random;
  readonly trace: Trace;
  /** PEM, each one certificate: the system's store, where PrtCertificateName is looked for. */
  readonly systemCertificates: () => readonly string[];
}

export function createReportOffice(ports: ReportOfficePorts): ReportOffice {
  const { http, random, trace } = ports;
  return {
    pack: (files) => zipSync(Object.fromEntries(files.map((file) => [file.name, strToU8(file.text)]))),
    async encrypt(archive, source, signal): Promise<Result<Uint8Array>> {
      const span = trace.start('report-certificate');
      const certificate = await findReportCertificate(source, ports, span, signal);
      const encrypted = certificate && encryptFor(certificate, archive);
      span.end(encrypted ? 'ok' : 'failed');
      return encrypted ? ok(encrypted) : fail('support.not-encrypted');
    },
    async send(url, { name, bytes, description }, signal): Promise<Result<void>> {
      const { contentType, body } = multipart(
        [
          { name: 'description', value: description },
          { name: 'zipFileName', fileName: name, type: typeOf(name), bytes: Uint8Array.from(bytes) },
        ],
        `parlance-${random.uuid()}`,
      );
      const span = trace.start('problem-report');
      const answer = await http.request({
        method: 'POST',
        url,
        headers: { 'content-type': contentType },
        body,
        timeoutMs: UPLOAD_MS,
        maxBytes: ANSWER_BYTES,
        span,
        signal,
      });
      const isTaken = answer.ok && answer.value.status >= 200 && answer.value.status < 300;
      span.end(isTaken ? 'ok' : 'failed');
      if (!answer.ok) return answer;
      if (isTaken) return ok();
      return fail('support.upload-refused', {
        host: URL.parse(url)?.host ?? '',
        status: answer.value.status,
      });
    },
  };
}

const typeOf = (name: string) => (name.endsWith('.p7m') ? 'application/pkcs7-mime' : 'application/zip');
