/** Where the lab's hosts listen. */
export interface OfficeAddresses {
  readonly ucm: [string, string, string];
  readonly xmpp: string;
  readonly sip: string;
  /** Of Unity Connection, and of Expressway. */
  readonly unity: string;
  readonly edge: string;
  readonly isStandard: boolean;
}

/** On Linux all of 127.0.0.0/8 is loopback, so each lab host can have the well-known ports. */
export function loopbackAddresses(variant: 'cisco' | 'plain'): OfficeAddresses {
  const net = `127.${20 + Math.floor(Math.random() * 200)}.${Math.floor(Math.random() * 250)}`;
  const ucm: [string, string, string] = [`${net}.1`, `${net}.2`, `${net}.3`];
  const others = { unity: `${net}.6`, edge: `${net}.7`, isStandard: true };
  return variant === 'cisco'
    ? { ucm, xmpp: ucm[2], sip: ucm[1], ...others }
    : { ucm, xmpp: `${net}.4`, sip: `${net}.5`, ...others };
}

/** Everything on 127.0.0.1, on ports the system gives. */
export function freeAddresses(): OfficeAddresses {
  const host = '127.0.0.1';
  return { ucm: [host, host, host], xmpp: host, sip: host, unity: host, edge: host, isStandard: false };
}
