import type { DeviceChoice } from '../ports/device-choice.port.ts';
import type { Host } from '../ports/host.port.ts';
import type { LocalConfiguration } from '../ports/local-configuration.port.ts';
import type { Trace } from '../ports/trace.port.ts';
import { createEdge } from '../engines/edge/create-edge.ts';
import { createHttpClient } from '../engines/link/http-client.ts';
import { createPictures } from '../engines/link/create-pictures.ts';
import { createHostMeta } from '../engines/host-meta/create-host-meta.ts';
import { createCas } from '../engines/provisioning/create-cas.ts';
import { createConfigurationFiles } from '../engines/provisioning/create-configuration-files.ts';
import { createImPresence } from '../engines/provisioning/create-im-presence.ts';
import { createAuthorization } from '../engines/oauth/create-authorization.ts';
import { createLdapDirectory } from '../engines/ldap/create-ldap-directory.ts';
import { createUds } from '../engines/uds/create-uds.ts';
import { createUdsDestinations } from '../engines/uds/create-uds-destinations.ts';
import { createUdsPhone } from '../engines/uds/create-uds-phone.ts';
import { createUdsDirectory } from '../engines/uds/create-uds-directory.ts';
import { createVoicemailServer } from '../engines/voicemail/create-voicemail-server.ts';
import { createWebDialer } from '../engines/webdialer/create-web-dialer.ts';
import { createProvisioner } from '../services/bootstrap/provision.ts';
import type { ConfigCache } from '../services/config-cache/create-config-cache.ts';
import { createCompanyDirectory } from '../services/contacts/company-directory.ts';
import { createDiscovery } from '../services/discovery/create-discovery.ts';
import type { Engines } from './create-engines.ts';

export interface FindingPorts {
  readonly host: Pick<Host, 'clock' | 'random' | 'log' | 'caps' | 'deployment'>;
  readonly engines: Engines;
  readonly trace: Trace;
  readonly cache: ConfigCache;
  readonly local: LocalConfiguration;
  readonly devices: DeviceChoice;
}

/** What finds servers, fetches configuration and searches the directory: everything that speaks HTTP. */
export function createFinding({ host, engines, trace, cache, local, devices }: FindingPorts) {
  const { clock, random } = host;
  const { dialer, dns } = engines;
  const plain = createHttpClient({ dialer, clock, service: 'configuration' });
  const direct = engines.tap?.http(plain) ?? plain;
  // Everything that lives inside is asked through it; the open network's services are asked straight.
  const { edge, http, passage } = createEdge({ dialer, clock, direct });
  return {
    cache,
    edge,
    passage,
    hostMeta: createHostMeta({ http: direct }),
    discovery: createDiscovery({ dns, cas: createCas(direct), clock, random }),
    provisioner: createProvisioner({
      uds: createUds(http),
      files: createConfigurationFiles({ http, dns, clock, ...(engines.tap && { heard: engines.tap.tftp }) }),
      edge,
      imp: createImPresence({ http, clock, clientVersion: host.caps.version }),
      cache,
      local,
      devices,
      random,
      clock,
      trace,
    }),
    authorization: createAuthorization({ http, random }),
    phoneSettings: createUdsPhone({ http, trace, clock }),
    remoteDestinations: createUdsDestinations({ http, trace, clock }),
    deskPhones: createWebDialer({ http, trace }),
    pictures: createPictures(http, trace),
    voicemail: createVoicemailServer({ http, trace, clock }),
    directory: createCompanyDirectory(
      createUdsDirectory({ http, trace, clock }),
      createLdapDirectory({
        dialer,
        dns,
        clock,
        trace,
        userDnsDomain: () => host.deployment.userDnsDomain?.(),
      }),
    ),
    stop: () => http.close(),
  };
}
