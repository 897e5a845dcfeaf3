import type { KafkaRecord } from '../record.ts';
import type { ResolvedOptions } from '../resolved-options.ts';
import type { PlacedOutput } from '../task/prefix.ts';
import { deadLetter } from './dead-letter.ts';
import type { ParkedKeys } from './parked-keys.ts';
import { quarantineRecord } from './quarantine-entry.ts';
import type { QuarantineEntry } from './quarantine-entry.ts';

/**
 * Parks records of one task: what it returns has to be committed with the record's offset, and until then no other record of
 * its key may be handled.
 */
export interface ParkingLot {
  /** Whether an earlier record of the key waits, so that this one has to wait behind it. */
  mustWait(record: KafkaRecord): boolean;
  /** Parks a record unhandled behind those of its key that wait. */
  queue(record: KafkaRecord): readonly PlacedOutput[];
  /** Parks a record that can't be handled, and with it its key where the handler chose quarantine. */
  park(record: KafkaRecord, attempts: number, error: unknown): readonly PlacedOutput[];
}

interface ParkingLotOptions {
  readonly partition: number;
  readonly keysOf: (topic: string) => ParkedKeys;
  readonly settings: Pick<
    ResolvedOptions<unknown>,
    'group' | 'logger' | 'now' | 'onEvent' | 'onPoison' | 'parkingTopics'
  >;
}

export const parkingLot = ({ partition, keysOf, settings }: ParkingLotOptions): ParkingLot => {
  const { group, logger, now, onEvent, onPoison, parkingTopics } = settings;

  const enter = (topic: string, key: Buffer, entry: QuarantineEntry): PlacedOutput => {
    keysOf(topic).set(key, entry);
    return quarantineRecord({ to: parkingTopics(topic).quarantine, topic, partition, key }, entry);
  };

  return {
    mustWait: ({ topic, key }) => keysOf(topic).entry(key) !== undefined,

    queue: (record) => {
      const { topic, key, offset } = record;
      const before = keysOf(topic).entry(key);
      if (key === null || before === undefined) {
        throw new TypeError(`${topic}@${offset}: its key waits for nothing`);
      }
      const to = parkingTopics(topic).deadLetters;
      const at = now();
      onEvent({ type: 'record-queued', partition, topic });
      return [
        deadLetter(record, { to, group, reason: 'waiting', attempts: 0, error: undefined, at }),
        enter(topic, key, { ...before, count: before.count + 1 }),
      ];
    },

    park: (record, attempts, error) => {
      const { topic, key, offset } = record;
      const to = parkingTopics(topic).deadLetters;
      const at = now();
      const isQuarantined = key !== null && onPoison(topic) === 'quarantine';
      onEvent({ type: 'record-dead-lettered', partition, topic, error });
      const where = { group, topic, partition, offset: `${offset}` };
      logger.error('record is dead-lettered', { ...where, attempts, isQuarantined, error });
      return [
        deadLetter(record, { to, group, reason: 'failed', attempts, error, at }),
        ...(isQuarantined ? [enter(topic, key, { count: 1, firstOffset: offset, since: at })] : []),
      ];
    },
  };
};
