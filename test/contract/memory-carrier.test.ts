import { createMemoryPair } from '../../src/main/app/memory-wire.ts';
import { describeCarrier } from './carrier-suite.ts';

describeCarrier('an in-memory pair', async () => ({
  async connect(attach) {
    const { wire, carrier } = createMemoryPair();
    attach(carrier);
    return wire;
  },
  async stop() {},
}));
