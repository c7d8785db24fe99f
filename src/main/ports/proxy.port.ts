/**
 * What the system's proxy settings say of a web address (D6), in the words of a proxy script: `PROXY proxy.example.test:8080;
 * SOCKS5 10.0.0.1:1080; DIRECT`. A host that knows a name and a password for the proxy puts them before it: `PROXY user:secret@…`.
 * May reject; then the way is straight.
 */
export type ProxyResolver = (url: string) => Promise<string>;
