import { describe, expect, it } from 'vitest';
import { offerScreens } from './screen-choice.ts';

type Request = { readonly securityOrigin: string; readonly videoRequested: boolean };
type Item = { readonly label: string; readonly click: () => void };

/** Electron's part: two things to capture, and a person who clicks on one, or beside the menu. */
function start(click?: string) {
  let handler:
    | ((request: Request, answer: (streams: { video?: { id: string } }) => void) => void)
    | undefined;
  let asked = 0;
  const electron = {
    desktopCapturer: {
      getSources: async () => {
        asked += 1;
        return ['Screen 1', 'Slides'].map((name) => ({ id: `id of ${name}`, name, thumbnail: {} }));
      },
    },
    Menu: {
      buildFromTemplate: (items: readonly Item[]) => ({
        popup({ callback }: { callback: () => void }) {
          callback();
          items.find(({ label }) => label === click)?.click();
        },
      }),
    },
  };
  const session = {
    setDisplayMediaRequestHandler: (given: typeof handler) => {
      handler = given;
    },
  };
  offerScreens(electron as never, session as never);
  const ask = (securityOrigin: string, videoRequested = true) =>
    new Promise<string | undefined>((resolve) =>
      handler?.({ securityOrigin, videoRequested }, ({ video }) => resolve(video?.id)),
    );
  return { ask, asked: () => asked };
}

describe('the choice of a screen', () => {
  it.each(['Screen 1', 'Slides'])('V9: what is clicked is captured: %s', async (name) => {
    expect(await start(name).ask('parlance-app://window/')).toBe(`id of ${name}`);
  });

  it('V9: a menu that is closed captures nothing', async () => {
    expect(await start().ask('parlance-app://window')).toBeUndefined();
  });

  it('Q1: no other page is shown what could be captured', async () => {
    const t = start('Screen 1');
    expect(await t.ask('https://evil.test/')).toBeUndefined();
    expect(await t.ask('parlance-app://window/', false)).toBeUndefined();
    expect(t.asked()).toBe(0);
  });
});
