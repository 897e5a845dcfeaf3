import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { connectEnvironment } from '../src/connect/connect-worker.ts';
import { developmentSettings } from '../src/settings/stack-settings.ts';
import { parseProperties } from '../src/settings/properties.ts';
import { infraFolder, repositoryRoot } from '../src/settings/repository.ts';
import { composeState } from '../src/stack/compose-identity.ts';
import { newStackState, roles } from '../src/stack/stack-state.ts';

const text = (path: string): Promise<string> => readFile(join(infraFolder, path), 'utf8');
const all = (source: string, pattern: RegExp): string[] =>
  [...source.matchAll(pattern)].map((match) => match[1] ?? '');
const { ports } = developmentSettings({});

describe('infra/compose.yaml', () => {
  it('is what `docker compose up` at the root includes', async () => {
    expect(await readFile(join(repositoryRoot, 'compose.yaml'), 'utf8')).toMatch(
      /^include:\n {2}- infra\/compose\.yaml$/m,
    );
  });

  it('runs the versions that the embedded infrastructure fetches', async () => {
    const [compose, pom] = await Promise.all([text('compose.yaml'), text('kafka/pom.xml')]);
    const [kafka] = all(pom, /<kafka\.version>(.*)<\/kafka\.version>/g);
    const [debezium] = all(pom, /<debezium\.version>(.*)<\/debezium\.version>/g);
    expect(all(compose, /image: (\S+)/g)).toEqual([
      'postgres:18',
      `apache/kafka:${kafka}`,
      `quay.io/debezium/connect:${debezium}`,
    ]);
  });

  it('mounts files that are there', async () => {
    const mounted = all(await text('compose.yaml'), /- \.\/(\S+?):\//g);
    expect(mounted).toContain('kafka/server.properties');
    expect(mounted).toContain('connect/connect-distributed.properties');
    for (const path of mounted) await expect(stat(join(infraFolder, path))).resolves.toBeDefined();
  });

  it('listens where the embedded infrastructure does', async () => {
    const published = all(await text('compose.yaml'), /127\.0\.0\.1:\$\{ORDERFLOW_\w+_PORT:-(\d+)\}:/g);
    expect(published.map(Number)).toEqual([ports.postgres, ports.kafka, ports.connect]);
  });

  it('gives a container nothing that it has no use for', async () => {
    const compose = await text('compose.yaml');
    const given = async (service: string): Promise<string[]> => {
      const files = new RegExp(`^  ${service}:[^]*?env_file: \\[(.*)\\]`, 'm').exec(compose)?.[1] ?? '';
      const texts = await Promise.all(files.split(', ').map(text));
      return [...parseProperties(texts.join('\n')).keys()];
    };
    expect(await given('kafka')).toEqual(['CLUSTER_ID']);
    expect(await given('connect')).toEqual(['ORDERFLOW_ORDERS_CDC_PASSWORD']);
    const script = await text('postgres/compose-init.sh');
    const used = all(script, /\$(ORDERFLOW_\w+)/g);
    expect((await given('postgres')).toSorted()).toEqual([...used, 'POSTGRES_PASSWORD'].toSorted());
  });

  it('gives Connect the variables that its files name, and Connect lets these through alone', async () => {
    const worker = await text('connect/connect-distributed.properties');
    const named = [worker, await text('connect/orders-outbox.connector.json')].flatMap((file) =>
      all(file, /\$\{env:(ORDERFLOW_\w+)\}/g),
    );
    const given = [
      ...all(await text('compose.yaml'), /^ {6}(ORDERFLOW_\w+):/gm),
      ...parseProperties(await text('compose/cdc.env')).keys(),
    ].toSorted();
    expect([...new Set(named)].toSorted()).toEqual(given);
    const allowed = parseProperties(worker).get('config.providers.env.param.allowlist.pattern') ?? '';
    expect(allowed.split('|').toSorted()).toEqual(given);
    expect(Object.keys(connectEnvironment(newStackState(ports))).toSorted()).toEqual(given);
  });

  it('has an identity by which `pnpm dev` recognises it', async () => {
    const state = await composeState(ports);
    expect(Object.keys(state.passwords)).toEqual([...roles]);
    expect(Buffer.from(state.kafkaClusterId, 'base64url')).toHaveLength(16);
  });
});
