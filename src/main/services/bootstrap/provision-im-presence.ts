import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { HostPort } from '../discovery/interpret-answers.ts';
import { chatTargets, soapNodes } from './cisco-deployment.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import { chatCredentials } from './chat-credentials.ts';
import { prefetchPassword } from './one-time-passwords.ts';
import type { Provisioned, ProvisionerPorts } from './provision.ts';
import type { SignInContext } from './sign-in-context.ts';

/** An IM and Presence server without Unified CM's help: found by `_cuplogin` or set by hand. Its SOAP sign-in proves the password. */
export async function provisionImPresence(
  ports: ProvisionerPorts,
  servers: readonly HostPort[],
  context: SignInContext,
): Promise<Result<Provisioned>> {
  const { checklist, password: gate, address } = context;
  for (const id of ['home-server', 'profile'] as const) checklist.skipped(id, 'not-offered');
  const nodes = servers.map(({ host, port }) => `${host}:${port}`);
  for (;;) {
    checklist.running('sign-in-method');
    const password = await gate.take(address.user);
    if (!password.ok) return password;
    const span = context.span.child('sign-in-method');
    const request = { nodes, username: address.user, password: password.value, wantsServers: true };
    const signedIn = await context.trusted(() => ports.imp.signIn(request, { ...context, span }));
    span.end(signedIn.ok ? 'ok' : 'failed');
    if (signedIn.ok) {
      const session = signedIn.value;
      if (session) prefetchPassword(session, context);
      checklist.done(
        'sign-in-method',
        { key: 'step.done.password' },
        session ? [{ name: 'server', value: session.node }] : [],
      );
      const deployment: Deployment = {
        mode: 'im-only',
        address: address.full,
        username: address.user,
        xmpp: {
          domain: session?.domain ?? address.domain,
          targets: chatTargets(nodes, session),
          ...(session && { soap: soapNodes(nodes, session) }),
          ...(session?.relogin && { relogin: session.relogin }),
        },
      };
      if (context.signal.aborted) return fail('app.cancelled');
      return ok({
        deployment,
        configuration: [],
        isProven: session !== undefined,
        ...(session && {
          chatCredentials: (given: Secret, span: Span) =>
            chatCredentials(ports, deployment, given, span, session),
        }),
      });
    }
    checklist.failed('sign-in-method', signedIn.error);
    if (signedIn.error.code !== 'auth.wrong-password') return signedIn;
    gate.refuse(signedIn.error);
  }
}
