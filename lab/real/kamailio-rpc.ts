import { request } from 'node:http';

/** Calls Kamailio's JSON-RPC over HTTP and answers `result`; throws with Kamailio's words on `error`. */
export async function callKamailio(
  at: { readonly address: string; readonly port: number },
  method: string,
  parameters: readonly (string | number)[],
): Promise<unknown> {
  const text = await post(at, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: parameters }));
  const answer = JSON.parse(text) as { result?: unknown; error?: { message?: string } };
  if (answer.error !== undefined)
    throw new Error(`Kamailio refused ${method}: ${answer.error.message ?? text}`);
  return answer.result;
}

function post(at: { readonly address: string; readonly port: number }, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    // Kamailio needs a Via-less, connection-per-request exchange; keep-alive would leave it half open.
    const sent = request(
      { host: at.address, port: at.port, path: '/rpc', method: 'POST', agent: false, headers },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.setTimeout(5_000, () => sent.destroy(new Error('Kamailio did not answer the RPC in 5 s')));
    sent.end(body);
  });
}
