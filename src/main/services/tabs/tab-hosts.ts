/** `intranet.example.test`, or `*.example.test` for every name below it; separated by `;`, `,` or space, what is no host left out. */
export function readHosts(list: string): readonly string[] {
  return list
    .split(/[;,\s]+/)
    .map((host) => host.toLowerCase())
    .filter((host) => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host));
}

export function isWithin(name: string, host: string): boolean {
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host;
}
