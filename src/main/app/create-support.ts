import type { Call } from '../../shared/domain/call.ts';
import type { TopicName } from '../../shared/contract/topics.ts';
import { fail, ok } from '../../shared/errors/result.ts';
import { createHttpClient, type HttpClient } from '../engines/link/http-client.ts';
import { systemAuthorities } from '../engines/link/tls-client.ts';
import { createReportOffice } from '../engines/report/create-report-office.ts';
import { createUpdateFeed } from '../engines/update-feed/create-update-feed.ts';
import type { Policies } from '../ports/policies.port.ts';
import type { IdentityStore } from '../ports/storage.port.ts';
import type { Trace } from '../ports/trace.port.ts';
import type { SessionService } from '../services/session/create-session.ts';
import type { SettingsService } from '../services/settings/create-settings.service.ts';
import { createSupportService } from '../services/support/create-support.service.ts';
import { createUsage } from '../services/support/create-usage.ts';
import { createWebexMove } from '../services/support/create-webex-move.ts';
import { createUpdates } from '../services/update/create-updates.ts';
import type { Foundation } from './create-foundation.ts';

export interface SupportParts {
  readonly session: SessionService;
  readonly settings: SettingsService;
  readonly policies: Policies;
  readonly isOnCall: () => boolean;
}

/** Help: problem report, updates, counts of use and the way to Webex, joined to the machine and the administrator's servers. */
export function createSupport(base: Foundation, parts: SupportParts) {
  const { host, engines, common, publication, storage } = base;
  const { clock, random } = host;
  const { trace } = common;
  const { session, settings, policies } = parts;
  const http = createHttpClient({ dialer: engines.dialer, clock, service: 'support' });
  const { version, platform } = host.caps;
  const log = host.log.child('support');
  const given = { policies, settings, clock, store: storage.profile };
  const onChange = () => support.refresh();
  const updates = createUpdates({
    ...given,
    version,
    platform,
    feed: createUpdateFeed({ http, trace }),
    updater: host.updater,
    isOnCall: parts.isOnCall,
    log: log.child('update'),
    onChange,
  });
  const usage = createUsage({
    ...given,
    version,
    platform,
    post: (url, body) => postJson(http, trace, url, body),
    log: log.child('usage'),
  });
  const webex = createWebexMove({
    ...given,
    setSettings: (change) => settings.handlers['settings/set'](change, NO_CALLER),
    onChange,
  });
  const support = createSupportService({
    ...common,
    caps: () => host.caps,
    record: host.record,
    office: createReportOffice({ http, random, trace, systemCertificates: systemAuthorities }),
    policies,
    settings,
    session,
    published: (topic) => publishedIn(publication, topic),
    beside: () => {
      const offer = webex.offer();
      return { usage: usage.offer(), update: updates.state(), ...(offer && { webex: offer }) };
    },
    log,
  });
  let stopWatching: () => void = () => undefined;
  return {
    handlers: { ...support.handlers, ...updates.handlers, ...usage.handlers, ...webex.handlers },
    start: (identity: IdentityStore) => support.start(identity),
    stop: () => support.stop(),
    async begin() {
      support.begin();
      updates.begin();
      session.onChange((now) => usage.sessionChanged(now));
      stopWatching = watchCalls(publication, (call) => {
        usage.callChanged(call);
        updates.callsChanged();
      });
      await Promise.all([webex.begin(), usage.begin()]);
    },
    async end() {
      stopWatching();
      updates.stop();
      await usage.stop();
      await http.close();
    },
  };
}

const NO_CALLER = { signal: new AbortController().signal };
const ANSWER_BYTES = 64 * 1024;

async function postJson(http: HttpClient, trace: Trace, url: string, body: string) {
  const span = trace.start('usage');
  const headers = { 'content-type': 'application/json' };
  const signal = NO_CALLER.signal;
  const answer = await http.request({
    method: 'POST',
    url,
    headers,
    body,
    maxBytes: ANSWER_BYTES,
    span,
    signal,
  });
  span.end(answer.ok ? 'ok' : 'failed');
  if (!answer.ok) return answer;
  const { status } = answer.value;
  return status >= 200 && status < 300
    ? ok()
    : fail('http.status', { host: URL.parse(url)?.host ?? '', status });
}

/** What a topic holds at this moment. */
function publishedIn(publication: Foundation['publication'], topic: TopicName): readonly unknown[] {
  const { snapshot, feed } = publication.open([topic], () => undefined);
  feed.close();
  return snapshot.map(({ value }) => value);
}

/** Tells every call as it changes. Returns the way to stop. */
function watchCalls(publication: Foundation['publication'], tell: (call: Call) => void): () => void {
  const { feed } = publication.open(['calls'], () => {
    // What was published in one go is taken in one go.
    queueMicrotask(() => {
      for (const { value } of feed.take()) if (value !== undefined) tell(value as Call);
    });
  });
  return () => feed.close();
}
