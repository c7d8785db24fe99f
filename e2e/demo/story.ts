import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedLab } from '../../lab/scenarios/office.ts';
import type { Computer, RunningApp } from '../fixtures/app-under-test.ts';
import { MICROPHONE_HZ } from '../fixtures/microphone.ts';
import { heardTone } from '../fixtures/speaker.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

/** One step of the demo: what is done, in the words of a person. */
export interface DemoStep {
  readonly title: string;
  readonly play: (scene: Scene) => Promise<void>;
  /** File name of the picture taken afterwards. */
  readonly picture?: string;
}

export interface Scene {
  readonly lab: EmbeddedLab;
  readonly computer: Computer;
  /** The running app; replaced when it is started again. */
  app: RunningApp;
  readonly microphone: string;
}

const TONE_HZ = 440;

/** The main job, as a person would do it on a first morning. */
export const story: readonly DemoStep[] = [
  {
    title: 'type the work address; services are found, the password is asked',
    picture: '1-password',
    async play({ app, lab }) {
      await signInPage(app.page).typeAddress(`alice@${lab.domain}`);
      await app.page.getByLabel(/^Password for/).waitFor();
    },
  },
  {
    title: 'give the password once; the contact list is there',
    picture: '2-hub',
    async play({ app, lab }) {
      await signInPage(app.page).givePassword(lab.password);
      await app.process.waitFor('contacts-shown');
      await app.process.waitFor('registered');
      await hubPage(app.page).contact('Bob').waitFor();
    },
  },
  {
    title: 'find a person while typing',
    picture: '3-search',
    async play({ app }) {
      await hubPage(app.page).search().fill('car');
      await app.page.getByRole('listbox', { name: 'Search results' }).getByRole('option').first().waitFor();
    },
  },
  {
    title: 'write to Bob; he has it, reads it and answers',
    picture: '4-chat',
    async play({ app }) {
      const hub = hubPage(app.page);
      await hub.search().fill('');
      await hub.contact('Bob').click();
      await hub.send('Good morning! Is the *new phone* on its way?');
      await hub.message('Good morning!').getByRole('img', { name: 'Read' }).waitFor({ timeout: 20_000 });
      await app.page.locator('article[data-direction="in"]').first().waitFor({ timeout: 20_000 });
    },
  },
  {
    title: 'call the echo line; one’s own voice comes back',
    picture: '5-call',
    async play({ app }) {
      await hubPage(app.page).search().fill('600');
      await hubPage(app.page).search().press('Enter');
      await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
      await mustHear(app, MICROPHONE_HZ);
    },
  },
  {
    title: 'hold, resume, a keypad tone, hang up',
    picture: '6-held',
    async play({ app }) {
      const { page, process } = app;
      await page.getByRole('button', { name: 'Hold', exact: true }).click();
      await process.waitFor('call', (mark) => mark['state'] === 'held');
      await page.getByRole('button', { name: 'Resume', exact: true }).click();
      await page.getByRole('button', { name: 'Hold', exact: true }).waitFor();
      await page.keyboard.type('5#');
      await page.getByRole('button', { name: 'End', exact: true }).click();
      await process.waitFor('call', (mark) => mark['state'] === 'ended');
    },
  },
  {
    title: 'a colleague calls; answer from the toast and hear her',
    picture: '7-incoming',
    async play({ app, lab }) {
      const call = lab.callMe('erin', 'alice', { tone: TONE_HZ });
      await app.process.waitFor('call', (mark) => mark['state'] === 'ringing-in');
      await app.page.getByRole('button', { name: 'Answer' }).first().click();
      await mustHear(app, TONE_HZ);
      await app.page.getByRole('button', { name: 'End', exact: true }).click();
      await call;
    },
  },
  {
    title: 'both calls are in the history',
    picture: '8-history',
    async play({ app }) {
      await hubPage(app.page).goTo('Calls');
      await app.page
        .getByRole('listbox', { name: /Call history/ })
        .getByRole('option')
        .nth(1)
        .waitFor();
    },
  },
  {
    title: 'quit, and start again: signed in from the cache',
    picture: '9-again',
    async play(scene) {
      await scene.app.quit();
      scene.app = await scene.computer.start({ microphone: scene.microphone });
      await scene.app.process.waitFor('contacts-shown');
      await scene.app.process.waitFor('session');
      await hubPage(scene.app.page).goTo('Chats');
      await scene.app.page.getByRole('option').filter({ hasText: 'Bob' }).first().click();
      await hubPage(scene.app.page).message('Good morning!').waitFor();
    },
  },
  {
    title: 'click a link on a web page: asked before anything is dialled',
    picture: '10-link',
    async play({ app, computer, lab }) {
      await computer.click(`tel:${lab.people.find((person) => person.username === 'bob')?.number ?? '600'}`);
      await app.page.getByRole('dialog').getByRole('button', { name: 'Call', exact: true }).waitFor();
    },
  },
];

async function mustHear(app: RunningApp, hz: number): Promise<void> {
  if (!(await heardTone(app, hz))) throw new Error(`the tone of ${hz} Hz was not heard`);
}

/** Plays the story, telling each step with its time. Answers how many steps succeeded. */
export async function playStory(
  scene: Scene,
  pictures: string,
  tell: (line: string) => void,
): Promise<number> {
  mkdirSync(pictures, { recursive: true });
  for (const [index, step] of story.entries()) {
    const startedAt = performance.now();
    const time = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);
    try {
      await step.play(scene);
    } catch (error) {
      await scene.app.page.screenshot({ path: join(pictures, `failed-${index + 1}.png`) }).catch(() => {});
      tell(`✗ ${time()}  ${step.title}\n${(error as Error).message}`);
      return index;
    }
    if (step.picture) await scene.app.page.screenshot({ path: join(pictures, `${step.picture}.png`) });
    tell(`✓ ${time()}  ${step.title}`);
  }
  return story.length;
}
