import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';

/** What `parlance doctor` was asked for. */
export interface DoctorRequest {
  readonly address: string;
  readonly isJson: boolean;
  /** Goes on past the password, which is then asked for. */
  readonly signsIn: boolean;
  /** File for the redacted record of every answer. */
  readonly capture?: string;
  /** File for the report; the terminal otherwise, which a windowed program on Windows does not have. */
  readonly output?: string;
  /** Name servers instead of the system's. */
  readonly dns: readonly string[];
  /** PEM file of a further authority. */
  readonly ca?: string;
}

export const DOCTOR_USAGE =
  'Usage: parlance doctor <address> [--json] [--sign-in] [--capture FILE] [--output FILE] [--dns SERVER] [--ca FILE]';

/** The words after `doctor`. Error: app.bad-request with a sentence as its detail. */
export function parseDoctorArguments(argv: readonly string[]): Result<DoctorRequest> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        'sign-in': { type: 'boolean', default: false },
        capture: { type: 'string' },
        output: { type: 'string' },
        dns: { type: 'string', multiple: true, default: [] },
        ca: { type: 'string' },
      },
    });
    const [address, ...more] = positionals;
    if (address === undefined || more.length > 0) return fail('app.bad-request', {}, DOCTOR_USAGE);
    return ok({
      address,
      isJson: values.json,
      signsIn: values['sign-in'],
      dns: values.dns,
      ...(values.output !== undefined && { output: values.output }),
      ...(values.capture !== undefined && { capture: values.capture }),
      ...(values.ca !== undefined && { ca: values.ca }),
    });
  } catch (error) {
    const sentence = error instanceof Error ? error.message.split('. ')[0] : '';
    return fail('app.bad-request', {}, `${sentence}. ${DOCTOR_USAGE}`);
  }
}
