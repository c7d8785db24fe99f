import type { TabDoor } from '../../ports/host.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { TabPage } from '../../services/tabs/read-custom-tabs.ts';
import { commonHeaders } from './content-policy.ts';

/**
 * The door to one of the organisation's pages (X6): a page of ours without scripts that holds one frame, and may show that
 * tab's origins only. The frame is sandboxed: no windows, no leading our window away, no downloads, no dialogs, none of the
 * window's permissions; another origin than ours, so neither the contract nor its token is in reach.
 */
export function tabPage({ tab, url, origins }: TabPage, random: Pick<Random, 'bytes'>): TabDoor {
  const nonce = Buffer.from(random.bytes(16)).toString('base64url');
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(tab.title)}</title>
<style nonce="${nonce}">html,body,iframe{margin:0;border:0;width:100%;height:100%;display:block;background:#fff}</style>
<iframe src="${escaped(url)}" title="${escaped(tab.title)}" sandbox="allow-scripts allow-forms allow-same-origin" referrerpolicy="no-referrer"></iframe>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `frame-src ${origins.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
  return {
    headers: {
      ...commonHeaders,
      'Content-Security-Policy': policy,
      'Content-Type': 'text/html; charset=utf-8',
      'Permissions-Policy': 'microphone=(), camera=(), geolocation=(), usb=(), payment=(), hid=()',
    },
    html,
  };
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
