import { describe, expect, it } from 'vitest';
import type { Wire } from '../../src/shared/contract/client.ts';
import { CHANNEL, createIpcCarrier } from '../../src/main/hosts/electron/ipc-carrier.ts';
import { createFakeElectron, FakeWebContents } from '../fakes/fake-electron.ts';
import { describeCarrier } from './carrier-suite.ts';

const ORIGIN = 'parlance-app://window';

function rig() {
  const electron = createFakeElectron('/nowhere');
  const contents = new FakeWebContents();
  const carrier = createIpcCarrier(electron.api, contents as never, ORIGIN);
  const emit = (frame: unknown, from: { sender?: unknown; senderFrame?: unknown } = {}) =>
    electron.ipcMain.emit(CHANNEL, { sender: contents, senderFrame: contents.mainFrame, ...from }, frame);
  return { electron, contents, carrier, emit };
}

describeCarrier('Electron IPC (typed fake)', async () => {
  const { carrier, contents, emit } = rig();
  const wire: Wire = {
    // The page's end: what the preload does, plus the copy that a process border makes.
    send: (frame) => {
      const copy: unknown = structuredClone(frame);
      queueMicrotask(() => emit(copy));
    },
    onReceive: (listener) => void contents.onSent.push(listener),
    onClose: (listener) => carrier.onClose(listener),
    close: () => void contents.emit('destroyed'),
  };
  return {
    async connect(attach) {
      attach(carrier);
      return wire;
    },
    async stop() {
      carrier.close();
    },
  };
});

describe('whose frames count', () => {
  it('Q1: another window, a subframe, a foreign page and a dead frame are ignored', () => {
    const { carrier, contents, emit } = rig();
    const received: unknown[] = [];
    carrier.onReceive((frame) => received.push(frame));
    emit('other window', { sender: new FakeWebContents() });
    emit('subframe', { senderFrame: { origin: ORIGIN } });
    emit('dead frame', { senderFrame: null });
    contents.mainFrame.origin = 'https://evil.test';
    emit('foreign page');
    expect(received).toEqual([]);
    contents.mainFrame.origin = ORIGIN;
    emit('ours');
    expect(received).toEqual(['ours']);
  });

  it.each([
    ['navigation', 'did-start-navigation', { isMainFrame: true, isSameDocument: false }],
    ['a crash', 'render-process-gone', {}],
    ['the window’s end', 'destroyed', {}],
  ])('Q1: %s ends the carrier', (_name, event, details) => {
    const { carrier, contents, emit, electron } = rig();
    let closed = 0;
    const received: unknown[] = [];
    carrier.onReceive((frame) => received.push(frame));
    carrier.onClose(() => {
      closed += 1;
    });
    contents.emit(event, details);
    emit('late');
    carrier.send({ t: 'reply', id: 1, ok: true });
    expect({ closed, received, sent: contents.sent, left: electron.ipcMain.listenerCount(CHANNEL) }).toEqual({
      closed: 1,
      received: [],
      sent: [],
      left: 0,
    });
  });

  it('Q1: moving within the page keeps it', () => {
    const { carrier, contents } = rig();
    let closed = 0;
    carrier.onClose(() => {
      closed += 1;
    });
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    contents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
    expect(closed).toBe(0);
  });
});
