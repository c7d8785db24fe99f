import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

const INTRANET = 'https://intranet.example.test';

/** What a page of the organisation could try. Each answer is written where the test reads it. */
const CURIOUS = `<!doctype html><title>News</title><h1>Canteen</h1><form action="/search"><input name="q"></form>
<ul id="found"></ul><script>
const say = (text) => { const li = document.createElement('li'); li.textContent = text; document.getElementById('found').append(li); };
say('who ' + location.search);
say('bridge ' + typeof window.parlance);
try { say('parent ' + parent.document.title); } catch { say('parent is closed'); }
try { say('top ' + top.location.href); } catch { say('top is closed'); }
say('window ' + (window.open('https://evil.test/') === null ? 'refused' : 'opened'));
try { top.location.href = 'https://evil.test/'; } catch { say('stays'); }
navigator.mediaDevices.getUserMedia({ audio: true }).then(() => say('microphone heard'), () => say('microphone refused'));
const ask = (id, method, params) => top.postMessage({ parlance: 1, id, method, ...(params && { params }) }, '*');
addEventListener('message', ({ data, source }) => data.parlance === 1 && say((source === top) + ' ' + JSON.stringify(data)));
ask(1, 'hello');
ask(2, 'watchPresence', { addresses: ['bob@example.test', 'stranger@example.test'] });
ask(3, 'setBadge', { value: '12' });
ask(4, 'open', { url: 'ciscojabber://provision?ServicesDomain=evil.test' });
ask(5, 'settings/set', { theme: 'dark' });
</script><iframe src="https://evil.test/" title="evil"></iframe>`;

/** Of another host, beside the page or inside it: it is not answered, whatever it writes on the tab. */
const EVIL = `<!doctype html><title>Other</title><h1>Other</h1><p id="found"></p><script>
addEventListener('message', ({ data }) => document.getElementById('found').append(JSON.stringify(data)));
top.postMessage({ parlance: 1, id: 1, method: 'setBadge', params: { value: '66' } }, '*');
document.getElementById('found').append('has asked');
</script>`;

test.describe('tabs of the organisation', { tag: '@desktop' }, () => {
  test('X6 S3: a page stands beside the lists, knows who looks, asks what it may, and reaches nothing of the app', async ({
    office,
    computer,
  }) => {
    const home = computer(office.account('alice'));
    const policies = join(home.profile, '..', 'policies.properties');
    const pages = [
      { title: 'News', url: `${INTRANET}/news?u=\${UserID}`, isRefreshed: false },
      { title: 'Silent', url: 'https://other.example.test/', isRefreshed: false },
      { title: 'Plain', url: 'http://intranet.example.test/', isRefreshed: false },
    ];
    const rules = [
      'CustomTabFunctionHosts=intranet.example.test',
      'ShowRecentsTab=false',
      'ShowContactPictures=false',
    ];
    writeFileSync(policies, [`jabber-plugin-config=${JSON.stringify(pages)}`, ...rules, ''].join('\n'));
    const app = await home.start({ switches: ['--policies', policies] });
    await app.page.context().route(/example\.test|evil\.test/, (route) => {
      const url = route.request().url();
      const body = url.startsWith(INTRANET) ? CURIOUS : EVIL;
      return route.fulfill({ contentType: 'text/html', body });
    });
    const hub = hubPage(app.page);
    await hub.expectOpen();
    const rail = app.page.getByRole('navigation', { name: 'Sections' });
    await expect(rail.getByRole('button', { name: 'Plain' })).toHaveCount(0);
    await rail.getByRole('button', { name: 'News' }).click();
    await expect(app.page.getByText('A page of your organisation, from intranet.example.test')).toBeVisible();
    const page = app.page.frameLocator('iframe[title="News"]').frameLocator('iframe[title="News"]');
    await expect(page.getByRole('heading', { name: 'Canteen' })).toBeVisible();
    for (const line of [
      'who ?u=alice',
      'bridge undefined',
      'parent is closed',
      'top is closed',
      'window refused',
      'microphone refused',
    ])
      await expect(page.locator('#found')).toContainText(line);
    // What the organisation lets it ask is answered, nothing else; a page of another host has no answer at all.
    const answers = page.locator('#found');
    await expect(answers).toContainText('true {"parlance":1,"id":1,"result":{"version":1');
    await expect(answers).toContainText('{"address":"stranger@example.test","show":"unknown"}');
    await expect(answers).toContainText('"id":4,"error":"not-allowed"');
    await expect(answers).toContainText('"id":5,"error":"not-understood"');
    await expect(rail.getByRole('button', { name: 'News, 12' })).toBeVisible();
    await rail.getByRole('button', { name: 'Silent' }).click();
    const silent = app.page.frameLocator('iframe[title="Silent"]').frameLocator('iframe[title="Silent"]');
    await expect(silent.locator('#found')).toHaveText('has asked');
    await expect(rail.getByRole('button', { name: 'Silent', exact: true })).toBeVisible();
    await rail.getByRole('button', { name: 'News' }).click();
    await app.page.screenshot({ path: 'out/e2e/screens/custom-tab.png' });

    // What was typed there is there when one comes back; nothing has led the window away.
    await page.getByRole('textbox').fill('soup');
    await rail.getByRole('button', { name: 'Contacts' }).click();
    await expect(page.getByRole('textbox')).toBeHidden();
    await rail.getByRole('button', { name: 'News' }).click();
    await expect(page.getByRole('textbox')).toHaveValue('soup');
    await page.getByRole('textbox').evaluate(() => {
      location.href = 'https://evil.test/';
    });
    await expect(page.getByRole('textbox')).toHaveCount(0);
    expect(app.page.frames().map((frame) => frame.url())).not.toContain('https://evil.test/');
    await expect(rail.getByRole('button', { name: 'News' })).toHaveAttribute('aria-current', 'page');
    await hub.expectOpen();

    // What else the administrator has taken away is not there.
    await hub.goTo('Calls');
    await expect(app.page.getByRole('textbox', { name: 'Number or address' })).toBeVisible();
    await expect(app.page.getByRole('searchbox', { name: 'Search calls' })).toHaveCount(0);
  });
});
