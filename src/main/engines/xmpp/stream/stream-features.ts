import type { SaslOffer } from '../sasl/mechanism-choice.ts';
import { NS } from '../wire/namespaces.ts';
import type { Element } from '../wire/xml.ts';
import { readCounter } from './stream-management.ts';

/** What a server's <stream:features/> says, as far as we use it. */
export interface StreamFeatures {
  readonly startTls: boolean;
  readonly sasl: SaslOffer;
  /** Names of the user's home and backup node, on Cisco servers (cisco-uc 8.2). */
  readonly homeNodes: readonly string[];
  readonly bind: boolean;
  /** RFC 3921 session that must be started; one marked optional is none. */
  readonly session: boolean;
  readonly management: boolean;
  readonly rosterVersions: boolean;
  readonly clientState: boolean;
  /** Bytes of the longest stanza that the server takes (XEP-0478), where it says so. */
  readonly maxStanzaBytes: number | undefined;
}

export function isFeatures(element: Element): boolean {
  return element.is('features', NS.stream);
}

export function readFeatures(features: Element): StreamFeatures {
  const mechanisms = features.getChild('mechanisms', NS.sasl);
  const bindings = features.getChild('sasl-channel-binding', NS.channelBinding);
  const session = features.getChild('session', NS.session);
  const limits = features.getChild('limits', NS.streamLimits);
  return {
    startTls: features.getChild('starttls', NS.tls) !== undefined,
    sasl: {
      mechanisms: (mechanisms?.getChildren('mechanism') ?? []).map((element) => element.getText().trim()),
      bindings: (bindings?.getChildren('channel-binding') ?? []).map(
        (element) => element.attrs['type'] ?? '',
      ),
    },
    homeNodes: (mechanisms?.getChildren('hostname', NS.domainBasedName) ?? []).map((element) =>
      element.getText().trim(),
    ),
    bind: features.getChild('bind', NS.bind) !== undefined,
    session: session !== undefined && session.getChild('optional') === undefined,
    management: features.getChild('sm', NS.sm) !== undefined,
    rosterVersions: features.getChild('ver', NS.rosterVersions) !== undefined,
    clientState: features.getChild('csi', NS.csi) !== undefined,
    maxStanzaBytes: readCounter(limits?.getChild('max-bytes')?.getText().trim()),
  };
}
