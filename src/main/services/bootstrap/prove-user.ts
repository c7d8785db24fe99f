import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { BasicCredentials, Uds, UdsNode, UdsUser } from '../../ports/uds.port.ts';
import type { Home } from './find-home.ts';
import type { SignInContext } from './sign-in-context.ts';
import { tryNodes } from './try-nodes.ts';

/** A user whose password or token Unified CM has accepted. */
export interface ProvenUser {
  readonly user: UdsUser;
  readonly password: string;
  /** Instead of the password, which is empty then. */
  readonly tokens?: TokenSource;
  /** Where the tokens are from. */
  readonly signOn?: AuthorizationServer;
  /** The node that answered, then the others. */
  readonly nodes: readonly UdsNode[];
}

/**
 * The step sign-in-method: Unified CM is the service that proves the person (A2). A refused password is told to the person
 * and never repeated; no other service has seen it by then. Tokens are proven in the same way, before any other service.
 */
export function proveUser(uds: Uds, home: Home, context: SignInContext): Promise<Result<ProvenUser>> {
  context.checklist.running('sign-in-method');
  const { method } = home;
  return method.kind === 'password'
    ? proveByPassword(uds, home, context)
    : proveByTokens(uds, home, method.server, context);
}

async function proveByPassword(uds: Uds, home: Home, context: SignInContext): Promise<Result<ProvenUser>> {
  const { checklist, password: gate } = context;
  for (;;) {
    const password = await gate.take(home.username);
    if (!password.ok) return password;
    const proven = await askForUser(uds, home, context, { password: password.value });
    if (proven.ok || proven.error.code !== 'auth.wrong-password') return proven;
    gate.refuse(proven.error);
    checklist.running('sign-in-method');
  }
}

async function proveByTokens(
  uds: Uds,
  home: Home,
  server: AuthorizationServer,
  context: SignInContext,
): Promise<Result<ProvenUser>> {
  const { checklist, signOn } = context;
  const host = home.nodes[0]?.host ?? '';
  const refused = (error: Failure): Result<never> => {
    checklist.failed('sign-in-method', error);
    return { ok: false, error };
  };
  if (!signOn) return refused(fail('auth.sso-not-supported', { host }).error);
  const tokens = await signOn.take(server, context);
  if (!tokens.ok) return refused(tokens.error);
  const proven = await askForUser(uds, home, context, { password: '', tokens: tokens.value });
  if (proven.ok || proven.error.code !== 'auth.session-ended') return proven;
  // Remembered tokens were over or withdrawn, and the person is there: once more, by their hand.
  const again = await signOn.take(server, context);
  if (!again.ok) return refused(again.error);
  checklist.running('sign-in-method');
  return askForUser(uds, home, context, { password: '', tokens: again.value });
}

async function askForUser(
  uds: Uds,
  home: Home,
  context: SignInContext,
  secret: Omit<BasicCredentials, 'username'>,
): Promise<Result<ProvenUser>> {
  const { checklist } = context;
  const span = context.span.child('sign-in-method');
  const credentials = { username: home.username, ...secret };
  const answer = await tryNodes(home.nodes, (node) =>
    context.trusted(() => uds.user(node, credentials, { ...context, span })),
  );
  span.end(answer.ok ? 'ok' : 'failed');
  if (!answer.ok) {
    checklist.failed('sign-in-method', answer.error);
    return answer;
  }
  const { node, value: user } = answer.value;
  const key = secret.tokens ? 'step.done.single-sign-on' : 'step.done.password';
  checklist.done('sign-in-method', { key }, [{ name: 'server', value: `${node.host}:${node.port}` }]);
  const { method } = home;
  return ok({
    user,
    ...secret,
    ...(method.kind === 'tokens' && { signOn: method.server }),
    nodes: [node, ...home.nodes.filter((each) => each !== node)],
  });
}
