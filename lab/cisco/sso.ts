import { xml } from '../embedded/xml/element.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import type { CiscoLabOptions, CiscoNode } from './model.ts';
import { udsError, xmlReply } from './uds-reply.ts';

/** The probe of cisco-uc.md 7.1 [public P16]; only `Status@enabled` is confirmed there, root and `Uri` are [inferred]. */
export function answerSsoProbe(options: CiscoLabOptions, self: CiscoNode): LabReply {
  if ((options.sso ?? 'disabled') === 'absent') return udsError(404, 'Not found');
  const isEnabled = options.sso === 'enabled';
  const base = `https://${self.fqdn}:${self.port}/ssosp/oauth`;
  const uri = xml('Uri', '', {}, `${base}/authorize`);
  // LAB: how a client learns of the refresh flow is not known (cisco-uc.md 7.1, 9.2).
  const hasRefreshFlow = options.oauth ? options.oauth.hasRefreshFlow : isEnabled;
  const oauth =
    hasRefreshFlow &&
    xml(
      'OAuth',
      '',
      {},
      xml('Authorize', '', {}, `${base}/authorize`),
      xml('Token', '', {}, `${base}/access_token`),
    );
  const single = xml(
    'SingleSignOn',
    '',
    {},
    xml('Status', '', { enabled: String(isEnabled) }),
    isEnabled && uri,
  );
  return xmlReply(
    xml(
      'SSOResult',
      '',
      { version: (options.version ?? '12.5.1').split('.').slice(0, 2).join('.') },
      xml('Response', '', {}, single, oauth),
    ),
  );
}

/** CAS lookup, cisco-uc.md 10 [public P21]: code 1 ("not a Webex customer") but for the domains that the lab was told. */
export function answerCas({ organisations = [] }: CiscoLabOptions, request: LabRequest): LabReply {
  const organisation = request.query.get('org') ?? '';
  if (organisations.includes(organisation))
    return xmlReply(xml('FederatedSSO', '', {}, xml('errorcode', '', {}, '7')));
  return xmlReply(
    xml(
      'FederatedSSO',
      '',
      {},
      xml('errorcode', '', {}, '1'),
      xml('message', '', {}, `SSO protocol error: ${organisation}`),
    ),
  );
}

/** LAB: the look-up of team messaging; the cloud's own is not known (cisco-uc.md 10). */
export function answerTeam({ teamMessaging }: CiscoLabOptions, request: LabRequest): LabReply {
  const isTheirs = teamMessaging?.has(request.query.get('email') ?? '') ?? false;
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ teamMessaging: isTheirs }),
  };
}
