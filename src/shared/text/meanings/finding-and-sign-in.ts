import type { ErrorMeanings } from './error-meaning.ts';

/** Errors between the address and the hub: finding services, the network, TLS, configuration, passwords. */
export const findingAndSignIn: ErrorMeanings = {
  'discovery.bad-address': {
    means: 'What was typed is not `name@domain`.',
    remedy: 'Give people the address that they should type.',
  },
  'discovery.no-such-domain': {
    means:
      'The name server says that the domain does not exist. A resolver without a view of an internal zone says so too.',
    remedy: 'Check the spelling and whether the computer uses the company’s name servers (VPN).',
  },
  'discovery.no-records': {
    means:
      'The domain exists but has none of the SRV records, and nothing answers on port 5222 of the domain itself.',
    remedy: 'Publish the records (see «DNS»), or enter the servers under Advanced settings.',
  },
  'discovery.dns-failed': {
    means: 'At least one question to the name server failed or timed out, and no answer named a server.',
    remedy:
      'Check the name servers of the computer; the Sign-in tab of Connection status lists each question with its answer.',
  },
  'discovery.outside-only': {
    means:
      'The computer is outside and signed in to Expressway, but `get_edge_config` named neither Unified CM nor IM and Presence.',
    remedy:
      'On Expressway-C, check the discovered Unified CM and IM&P nodes and the domain’s services. Meanwhile use the VPN.',
  },
  'discovery.user-not-found': {
    means: 'Unified CM’s `clusterUser` knows the person neither by user name nor by mail address.',
    remedy:
      'Check the user ID and mail ID in Unified CM, «Home Cluster» on the user, and ILS between clusters.',
  },
  'discovery.cloud-only': {
    means:
      'The service profile names Webex as the messenger, or CAS knows the domain. Parlance cannot sign in to that service.',
    remedy:
      'Set the IM and presence product of the service profile to Unified CM (IM and Presence), or enter your own servers.',
  },
  'discovery.off': {
    means: 'All three look-ups are excluded, or servers were to be set by hand and none was given.',
    remedy:
      'Enter the servers under Advanced settings, or take words out of `ServiceDiscoveryExcludedServices`.',
  },
  'discovery.team-messaging': {
    means:
      '`TeamMessagingLookupUrl` answered that the person writes in the Webex app, and the domain’s records name no servers of its own.',
    remedy: 'Nothing, where that is so. Otherwise correct the look-up’s answer or take the parameter away.',
  },
  'discovery.edge-address': {
    means:
      'Every `_collab-edge` record of the domain has an IP address as its target. The edge’s cookie is bound to a name, so such a record cannot be used.',
    remedy: 'Publish the record with the Expressway’s host name.',
  },
  'net.offline': {
    means: 'The computer has no network.',
    remedy: 'Nothing: Parlance goes on by itself.',
  },
  'net.refused': {
    means: 'The host answers but nothing listens on that port.',
    remedy: 'Check that the service runs and that a firewall does not reject the port (see «Ports»).',
  },
  'net.unreachable': {
    means: 'There is no route to the host.',
    remedy: 'Check VPN and routing.',
  },
  'net.timeout': {
    means: 'The host did not answer in time; a firewall that drops packets looks like this.',
    remedy: 'Check the firewall, then the load of the server.',
  },
  'net.reset': {
    means: 'The other side cut the connection in the middle.',
    remedy:
      'If it repeats: look for idle time-outs of firewalls shorter than 60 s, and into the server’s log.',
  },
  'net.name-not-found': {
    means:
      'A server’s name, often the target of an SRV record or a name in the profile, does not resolve on this computer.',
    remedy:
      'Use fully qualified names in Unified CM and in SRV records, and let the client’s resolver answer them.',
  },
  'net.proxy': {
    means:
      'The system’s proxy settings name a proxy for this address, and it is down or refuses the connection (the detail has its answer).',
    remedy:
      'Let the proxy carry CONNECT to the port, or exclude inside hosts from the proxy (bypass list, PAC file, NO_PROXY).',
  },
  'net.proxy-sign-in': {
    means:
      'The proxy answered 407: it lets nobody through without signing in. Parlance asks nobody for a proxy password.',
    remedy:
      'Exclude the servers from the proxy, or let it pass these hosts without signing in. On machines that set HTTPS_PROXY, a name and a password may stand in it.',
  },
  'tls.untrusted': {
    means:
      'The certificate does not chain to a trusted authority, has expired, or does not name the wanted server. Nothing was sent.',
    remedy:
      'Install the authority in the system’s store, or mend the certificate (see «Certificates»). People may pin it to that host after comparing the fingerprint.',
  },
  'tls.failed': {
    means: 'TLS could not be agreed on: older than 1.2, no common cipher, or no TLS at all on that port.',
    remedy: 'Enable TLS 1.2 or 1.3 on the server; check that the port is the right one.',
  },
  'tls.required': {
    means: 'The XMPP server offers no STARTTLS. Parlance does not chat without encryption.',
    remedy: 'Enable TLS for client connections on the server.',
  },
  'http.status': {
    means: 'A web service answered with an error; the status stands in the details.',
    remedy:
      'For 5xx look at the server; for 404 check that the service (UDS, client profile agent) is activated on that node.',
  },
  'http.too-large': {
    means: 'An answer was larger than it may be (5 MiB for configuration files); the rest was not read.',
    remedy: 'Look at what is served under that address.',
  },
  'http.bad-content': {
    means: 'An answer was not HTTP, not XML, held a DTD or entity, or a link to another host.',
    remedy: 'Look for a captive portal or proxy between; else at what the server sends.',
  },
  'config.malformed': {
    means:
      'A file of the configuration (jabber-config.xml, service profile, device file), or the account file of unattended mode, could not be read. The detail names the line.',
    remedy: 'Mend the file. Until then the last good one is used.',
  },
  'config.unavailable': {
    means: 'A file could be had neither by HTTP (6970) nor by TFTP (69).',
    remedy: 'Check the TFTP service and the ports. Until then the last good file is used.',
  },
  'edge.not-allowed': {
    means: 'Expressway answered 403 itself: the host is not on its HTTP allow list.',
    remedy:
      'Add the host to the allow list on Expressway-C (Unified Communications, HTTP allow list), or leave the feature to the office network.',
  },
  'auth.wrong-password': {
    means: 'A server refused user name and password. No service tries the same password again.',
    remedy: 'Type it again; check the account in the directory that the server checks against.',
  },
  'auth.locked': {
    means: 'The server says that the account is locked, disabled, or its password has expired.',
    remedy: 'Unlock it on the server or in the directory behind it.',
  },
  'auth.no-common-mechanism': {
    means:
      'The server offers no way of signing in that Parlance has: XMPP needs SCRAM, or PLAIN inside TLS; SIP needs digest with MD5, SHA-256 or SHA-512-256.',
    remedy: 'Enable one of them on the server.',
  },
  'auth.server-not-proven': {
    means:
      'In SCRAM the server must prove that it knows the password too, and did not, or asked for too few iterations.',
    remedy: 'Treat it as an attack until the server’s configuration explains it.',
  },
  'auth.sso-not-supported': {
    means: 'Single sign-on is enabled on the cluster, and there is nobody here who could be shown its page.',
    remedy: 'Sign in with the window; see the guide to single sign-on.',
  },
  'auth.sso-without-tokens': {
    means:
      'Single sign-on is enabled on the cluster, but nothing answers where it should hand out tokens (HTTP 404): its version is older than 10.5, or the address named in its answer is wrong.',
    remedy:
      'Update the cluster, or turn single sign-on off for it. Chat and phone take tokens or passwords; a browser’s session is of no use to them.',
  },
  'auth.sign-on-closed': {
    means: 'The person closed the window of the identity provider before it had come back to Parlance.',
    remedy:
      'Nothing, if that was meant. If the page cannot be finished in the window, let them continue in their browser.',
  },
  'auth.sign-on-timeout': {
    means: 'Ten minutes went by without the identity provider’s page coming back.',
    remedy:
      'Open the page in a browser on that computer; look whether it ends at the redirect address that you registered.',
  },
  'auth.sign-on-bad-answer': {
    means:
      'The browser came back without a code or token, or with a state that Parlance had not sent; Details say which.',
    remedy:
      'Look at the cluster’s single sign-on log. A state that does not match may also be another program’s doing.',
  },
  'auth.sign-on-denied': {
    means:
      'The authorisation server answered access_denied: the person or a policy of the identity provider said no.',
    remedy: 'Look at the identity provider’s log, and whether the person may use the application.',
  },
  'auth.sign-on-refused': {
    means: 'The authorisation server came back with an error; Details name it.',
    remedy:
      'Look at the cluster’s single sign-on log; clocks of cluster and provider may differ by three seconds at most.',
  },
  'auth.sign-on-not-allowed': {
    means: 'The cluster refuses Parlance’s client id or redirect address; Details name its error.',
    remedy:
      'Add the redirect address to the enterprise parameter “Redirect URIs for Third Party SSO Client”, and give client id and secret as the guide to single sign-on says.',
  },
  'auth.sign-on-no-browser': {
    means: 'No window or browser could be opened, or another program listens at the redirect address’ port.',
    remedy: 'Register a redirect address with a port that is free on all computers.',
  },
  'auth.session-ended': {
    means:
      'The refresh token is over or was revoked. No server is shown a token any more until the person has signed in.',
    remedy: 'Nothing. Changing the life time of tokens on the cluster ends everybody’s sign-in.',
  },
  'auth.token-refused': {
    means: 'One server refuses a fresh access token that the cluster has just given.',
    remedy:
      'Synchronise the keys: IM and Presence and Unity Connection (its Authz server) need those of Unified CM. Compare the clocks.',
  },
  'auth.token-elsewhere': {
    means:
      'Records or an answer led to a server that is neither in the domain of the person nor in the server list of the cluster that gave the token.',
    remedy:
      'Look who publishes the records. Where the server is yours, list it in Unified CM under «System > Server» by the name that the records have.',
  },
  'auth.notice-declined': {
    means: 'The text of `LoginBanner` was shown and not agreed to; no service was started.',
    remedy:
      'Nothing, unless the text is wrong: it stands in `LoginBanner` (Effective configuration shows where from).',
  },
};
