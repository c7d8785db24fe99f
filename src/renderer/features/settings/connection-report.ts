import type { ServiceStatus, SignInStep } from '../../../shared/domain/session.ts';
import { errorText, text, textOf } from '../../text/text.ts';
import { inOrder } from './service-summary.ts';

/** The connection status as plain text, for a ticket. Holds what the screen holds: no secrets are published to it. */
export function connectionReport(
  services: Iterable<ServiceStatus>,
  steps: readonly SignInStep[],
  now: Date,
): string {
  const serviceLines = inOrder(services).flatMap((service) => {
    const facts = [
      text(`service.state.${service.state}`),
      service.server,
      service.protocol,
      service.isEncrypted === undefined
        ? undefined
        : text(service.isEncrypted ? 'connection.encrypted' : 'connection.not-encrypted'),
      service.standIn && text(`connection.stand-in.${service.standIn}`),
      service.since === undefined ? undefined : new Date(service.since).toISOString(),
    ].filter((fact) => fact !== undefined);
    return [
      `${text(`service.${service.name}`)}: ${facts.join(', ')}`,
      ...(service.error ? [`  ${failureLine(service.error)}`] : []),
    ];
  });
  const stepLines = steps.flatMap((step) => [
    `${text(`step.${step.id}`)}: ${text(`sign-in.step.${step.state}`)}${step.elapsedMs === undefined ? '' : ` (${Math.round(step.elapsedMs)} ms)`}${step.summary ? `, ${textOf(step.summary)}` : ''}`,
    ...step.details.map(({ name, value }) => `  ${name}: ${value}`),
    ...(step.error ? [`  ${failureLine(step.error)}`] : []),
  ]);
  const title = text('connection.report-title', { time: now.toISOString() });
  return [title, '', ...serviceLines, '', ...stepLines, ''].join('\n');
}

function failureLine(failure: NonNullable<ServiceStatus['error']>): string {
  const { id, sentence, detail } = errorText(failure);
  return `${id} ${sentence}${detail === undefined ? '' : ` [${detail}]`}`;
}
