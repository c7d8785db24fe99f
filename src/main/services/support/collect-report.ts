import type { EffectiveValue } from '../../../shared/deployment/effective-configuration.ts';
import type { CallLogEntry } from '../../../shared/domain/call.ts';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import type { Session } from '../../../shared/domain/session.ts';
import type { TraceSpan } from '../../../shared/domain/trace.ts';
import type { LogFile } from '../../ports/machine-record.port.ts';
import type { ReportFile } from '../../ports/report-office.port.ts';
import { redactLog, redactValue } from './redact-value.ts';
import { TextRedactor } from './text-redactor.ts';

/** Everything that a report is made of, as it is: nothing of it leaves this module as it came. */
export interface ReportMaterial {
  readonly at: string;
  readonly caps: HostCaps;
  readonly facts: Readonly<Record<string, string>>;
  readonly description: string;
  readonly session: Session;
  readonly services: readonly unknown[];
  readonly settings: unknown;
  /** Secrets are dots already. */
  readonly configuration: readonly EffectiveValue[];
  readonly trace: readonly TraceSpan[];
  readonly calls: { readonly now: readonly unknown[]; readonly ended: readonly CallLogEntry[] };
  readonly logs: readonly LogFile[];
  /** Names of people, to be looked for in every text. */
  readonly people: readonly string[];
}

/** The files of a problem report (S5, D1): redacted, each readable by itself. */
export function collectReport(material: ReportMaterial, keepsServers: boolean): readonly ReportFile[] {
  const redactor = new TextRedactor({ keepsServers, people: material.people });
  const json = (name: string, value: unknown): ReportFile => ({
    name,
    text: `${JSON.stringify(redactValue(value, redactor), null, 1)}\n`,
  });
  const { caps, session, configuration } = material;
  return [
    { name: 'README.txt', text: readme(material, redactor) },
    json('versions.json', {
      at: material.at,
      version: caps.version,
      platform: caps.platform,
      caps,
      ...material.facts,
    }),
    json('session.json', { session, services: material.services }),
    json('launch-trace.json', traceOf(material.trace)),
    json('configuration.json', configurationOf(configuration)),
    json('settings.json', material.settings),
    json('calls.json', material.calls),
    ...material.logs.map(({ name, text }) => ({ name: `logs/${name}`, text: redactLog(text, redactor) })),
  ];
}

/** Names of steps and parameters are ours; as keys they stay what they are. */
function traceOf(spans: readonly TraceSpan[]): readonly unknown[] {
  return spans.map(({ id, parentId, name, startMs, endMs, outcome, attributes }) => ({
    id,
    ...(parentId !== undefined && { parentId }),
    kind: name,
    startMs,
    endMs,
    outcome,
    attributes,
  }));
}

/** What was given, and whatever is not at its default; all other parameters are the version's own. */
function configurationOf(rows: ReportMaterial['configuration']): readonly unknown[] {
  return rows
    .filter(({ source, problem }) => source !== 'default' || problem !== undefined)
    .map(({ name, ...row }) => ({ kind: name, ...row }));
}

function readme({ at, caps, description, people }: ReportMaterial, redactor: TextRedactor): string {
  const words = description.trim();
  return `Parlance ${caps.version}, problem report of ${at}

${words === '' ? 'Nothing was written about the problem.' : `What was written about the problem:\n\n${redactor.text(words)}`}

Files
  versions.json       this program and what it runs on
  session.json        how signing in went, and how each service stands
  launch-trace.json   every step of finding servers and signing in: input, outcome, duration (ms)
  configuration.json  parameters that somebody has set, with their source; passwords are never in it
  settings.json       the person's own preferences
  calls.json          calls under way, and the last ones: times, outcome, quality
  logs/               newest last within each file

What is not in it
  Passwords, tokens, keys and messages. People (${people.length} names were looked for), numbers and, unless the person chose
  otherwise, servers bear other names: the same one everywhere in this report, another one in the next.
`;
}
