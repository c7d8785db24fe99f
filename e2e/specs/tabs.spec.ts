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
</script><iframe src="https://evil.test/" title="evil"></iframe>`;

test.describe('tabs of the organisation', { tag: '@desktop' }, () => {
  test('X6: a page stands beside the lists, knows who looks, and reaches nothing of the app', async ({
    office,
    computer,
  }) => {
    const home = computer(office.account('alice'));
    const policies = join(home.profile, '..', 'policies.properties');
    const pages = [
      { title: 'News', url: `${INTRANET}/news?u=\${UserID}`, isRefreshed: false },
      { title: 'Plain', url: 'http://intranet.example.test/', isRefreshed: false },
    ];
    writeFileSync(policies, `jabber-plugin-config=${JSON.stringify(pages)}\n`);
    const app = await home.start({ switches: ['--policies', policies] });
    await app.page.context().route(/example\.test|evil\.test/, (route) => {
      const url = route.request().url();
      const body = url.startsWith(INTRANET) ? CURIOUS : '<h1>evil</h1>';
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
  });
});
