import { describe, expect, it } from '@jest/globals';
import { brokerCluster, seededChoices } from '@orderflow/test-harness';
import { transportCourse } from '../src/transport/course.ts';
import { cutConnections } from '../src/transport/cut-connections.ts';
import { printCounts } from '../src/transport/print-counts.ts';

const times = 10;

describe('connections that are cut in the midst of requests and answers', () => {
  it('leave one output for each input, in order by key, and nothing behind', async () => {
    const choices = seededChoices();
    // A broker of its own: that of the run tells its clients its own address, past any proxy.
    await using cluster = await brokerCluster({ size: 1, proxied: true });
    const { bootstrap, direct, proxies } = cluster;
    await using course = await transportCourse({ choices, brokers: bootstrap, direct });
    course.worker('a');
    await course.caughtUp();
    const [proxy] = proxies;
    if (proxy === undefined) throw new Error('the broker has no proxy');
    await cutConnections(proxy, choices, times);
    const counts = await course.audit();
    printCounts('connections cut', choices, counts, { cuts: proxy.cuts });
    expect(proxy.cuts).toBeGreaterThanOrEqual(times);
    expect(counts.outputs).toBe(counts.inputs);
  }, 120_000);
});
