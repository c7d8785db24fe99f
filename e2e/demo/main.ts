import { startEmbeddedLab } from '../../lab/scenarios/office.ts';
import { createComputer } from '../fixtures/app-under-test.ts';
import { toneFile } from '../fixtures/microphone.ts';
import { openByHand } from './by-hand.ts';
import { playStory, story } from './story.ts';

/** `npm run demo`: the app on an emulated office in this process; `--headless` plays the main job by itself. */
const tell = (line: string) => void process.stdout.write(`${line}\n`);
const isHeadless = process.argv.includes('--headless');
const lab = await startEmbeddedLab();

if (isHeadless) {
  const microphone = toneFile();
  const computer = createComputer({ dns: lab.accountOf('alice').dns, ca: lab.caPath });
  tell(`An office on this machine: ${lab.people.length} people at ${lab.domain}. Alice starts Parlance.`);
  const app = await computer.start({ microphone });
  const played = await playStory({ lab, computer, app, microphone }, 'out/demo', tell);
  await computer.dispose();
  await lab.stop();
  tell(`Pictures are in out/demo.\n${played} passed, ${story.length - played} failed`);
  process.exit(played === story.length ? 0 : 1);
} else {
  await openByHand(lab, tell);
  await lab.stop();
}
