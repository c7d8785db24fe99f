import type { TopicName } from '../../shared/contract/topics.ts';
import { createHttpClient } from '../engines/link/http-client.ts';
import { createReportOffice } from '../engines/report/create-report-office.ts';
import type { Policies } from '../ports/policies.port.ts';
import type { SessionService } from '../services/session/create-session.ts';
import type { SettingsService } from '../services/settings/create-settings.service.ts';
import { createSupportService, type SupportService } from '../services/support/create-support.service.ts';
import type { Foundation } from './create-foundation.ts';

export interface SupportParts {
  readonly session: SessionService;
  readonly settings: SettingsService;
  readonly policies: Policies;
}

/** Help, joined to the machine, to what is published and to the administrator's servers. */
export function createSupport(
  base: Foundation,
  { session, settings, policies }: SupportParts,
): SupportService {
  const { host, engines, common, publication } = base;
  const { clock, random } = host;
  const http = createHttpClient({ dialer: engines.dialer, clock, service: 'support' });
  return createSupportService({
    ...common,
    caps: () => host.caps,
    record: host.record,
    office: createReportOffice({ http, random, trace: common.trace }),
    policies,
    settings,
    session,
    configuration: session.handlers['diagnostics/effective-configuration'],
    published: (topic) => publishedIn(publication, topic),
    log: host.log.child('support'),
  });
}

/** What a topic holds at this moment. */
function publishedIn(publication: Foundation['publication'], topic: TopicName): readonly unknown[] {
  const { snapshot, feed } = publication.open([topic], () => undefined);
  feed.close();
  return snapshot.map(({ value }) => value);
}
