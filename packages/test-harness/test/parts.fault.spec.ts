import { describe, expect, it } from '@jest/globals';
import { applyConnector } from '@orderflow/connect';
import { ordersOutboxConnector } from '@orderflow/infra-local';
import { installation, withAdmin } from '../src/index.ts';

describe('a part of the stack', () => {
  it('serves again with its data after it was killed and started', async () => {
    await using system = await installation({ services: [] });
    const topics = async (): Promise<string[]> => (await withAdmin((admin) => admin.listTopics())).toSorted();
    const before = await topics();
    await system.broker.kill();
    await system.broker.start();
    expect(await topics()).toEqual(before);

    await system.connect.kill();
    await expect(system.connectClient.state(system.connectorName)).rejects.toMatchObject({
      code: 'CONNECT_UNAVAILABLE',
    });
    await system.connect.start();
    const state = await applyConnector(system.connectClient, await ordersOutboxConnector());
    expect(state.tasks).toEqual([{ id: 0, state: 'RUNNING' }]);
  }, 120_000);
});
