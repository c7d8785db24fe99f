import type { TextRef } from '../../shared/domain/text-ref.ts';
import { assertNever } from '../../shared/errors/assert-never.ts';
import { ok, type Result } from '../../shared/errors/result.ts';
import type { DialerPorts } from '../engines/link/dialer.ts';
import { createHttpClient, type HttpClient } from '../engines/link/http-client.ts';
import { createWitness, type Witness } from '../engines/link/witness.ts';
import { createConfigurationFiles } from '../engines/provisioning/create-configuration-files.ts';
import { greetPage } from '../engines/provisioning/greet-page.ts';
import { greetSip } from '../engines/sip/greet-sip.ts';
import { greetUds } from '../engines/uds/greet-uds.ts';
import { greetXmpp } from '../engines/xmpp/greet-xmpp.ts';
import type { Greeter, GreetTarget } from '../ports/greeter.port.ts';
import type { RequestCall } from '../ports/im-presence.port.ts';
import type { Random } from '../ports/random.port.ts';

export interface GreeterPorts {
  readonly dial: DialerPorts;
  readonly random: Random;
}

const TIMEOUT_MS = 8_000;
const FILES_PORT = 6970;

/** Each protocol's way of saying hello, over connections that nothing else uses. */
export function createGreeter(ports: GreeterPorts): Greeter {
  return {
    async greet(target, call) {
      const witness = createWitness(ports.dial);
      const result = await new Greeting(ports, witness, call).say(target);
      const certificate = witness.certificate();
      return { result, ...(certificate && { certificate }) };
    },
  };
}

class Greeting {
  private readonly ports: GreeterPorts;
  private readonly witness: Witness;
  private readonly call: RequestCall;

  constructor(ports: GreeterPorts, witness: Witness, call: RequestCall) {
    this.ports = ports;
    this.witness = witness;
    this.call = call;
  }

  say(target: GreetTarget): Promise<Result<TextRef>> {
    switch (target.kind) {
      case 'xmpp':
        return this.xmpp(target);
      case 'sip':
        return this.sip(target);
      case 'uds':
        return this.overHttp(async (http) => {
          const told = await greetUds(http, target, this.call);
          return told.ok ? said('test.said.version', { version: told.value.version }) : told;
        });
      case 'page':
        return this.overHttp(async (http) => {
          const told = await greetPage(http, target, this.call);
          return told.ok ? said('test.said.page', { status: told.value.status }) : told;
        });
      case 'files':
        return this.overHttp((http) => this.files(http, target.server));
      case 'connection':
        return this.connection(target);
      default:
        return assertNever(target);
    }
  }

  private async xmpp(target: Extract<GreetTarget, { kind: 'xmpp' }>): Promise<Result<TextRef>> {
    const { clock } = this.ports.dial;
    const told = await greetXmpp(
      { dialer: this.witness.dialer, clock, random: this.ports.random },
      target,
      this.call,
    );
    return told.ok ? said('test.said.xmpp', { ways: told.value.mechanisms.join(', ') }) : told;
  }

  private async sip(target: Extract<GreetTarget, { kind: 'sip' }>): Promise<Result<TextRef>> {
    const { clock, dns } = this.ports.dial;
    const told = await greetSip(
      { dialer: this.witness.dialer, clock, dns, random: this.ports.random },
      target,
      this.call,
    );
    return told.ok ? said('test.said.sip', { status: told.value.status }) : told;
  }

  private async files(http: HttpClient, server: string): Promise<Result<TextRef>> {
    const { clock, dns } = this.ports.dial;
    const base = /:\d+$/.test(server) ? server : `${server}:${FILES_PORT}`;
    const file = 'jabber-config.xml';
    const files = createConfigurationFiles({ http, dns, clock });
    const read = await files.clientConfiguration([`http://${base}/${file}`], this.call);
    if (!read.ok) return read;
    return said(read.value === undefined ? 'test.said.no-file' : 'test.said.file', { file });
  }

  private async connection({
    host,
    port,
  }: Extract<GreetTarget, { kind: 'connection' }>): Promise<Result<TextRef>> {
    const request = { host, port, service: 'test', timeoutMs: TIMEOUT_MS, ...this.call };
    const connected = await this.witness.dialer.connect(request);
    if (!connected.ok) return connected;
    connected.value.destroy();
    return said('test.said.connection', {});
  }

  private async overHttp(work: (http: HttpClient) => Promise<Result<TextRef>>): Promise<Result<TextRef>> {
    const { clock } = this.ports.dial;
    const http = createHttpClient({
      dialer: this.witness.dialer,
      clock,
      service: 'test',
      timeoutMs: TIMEOUT_MS,
    });
    try {
      return await work(http);
    } finally {
      await http.close();
    }
  }
}

const said = (key: string, params: NonNullable<TextRef['params']>): Result<TextRef> => ok({ key, params });
