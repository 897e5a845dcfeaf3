import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, createTopics, randomName, withAdmin } from '../src/index.ts';

describe('parts that dispose of themselves', () => {
  it('gives a suite a database and takes it away, open connections included', async () => {
    const database = await createDatabase('harness');
    const client = new pg.Client(database.connection);
    const closed = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    expect(rows).toEqual([{ name: database.name }]);
    await database[Symbol.asyncDispose]();
    await closed;
    await expect(new pg.Client(database.url).connect()).rejects.toMatchObject({ code: '3D000' });
  });

  it('gives a suite topics as declared and takes them away', async () => {
    const name = randomName('topic');
    const topics = await createTopics([{ name, partitions: 3, config: { 'cleanup.policy': 'compact' } }]);
    const metadata = await withAdmin((admin) => admin.fetchTopicMetadata({ topics: [name] }));
    expect(metadata.topics.map((topic) => topic.partitions.length)).toEqual([3]);
    await expect(createTopics([name])).rejects.toThrow('exists already');
    await topics[Symbol.asyncDispose]();
    expect(await withAdmin((admin) => admin.listTopics())).not.toContain(name);
  });
});
