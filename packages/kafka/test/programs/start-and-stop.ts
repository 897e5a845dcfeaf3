import { kafkaProducer, taskConsumer, topicAdmin } from '../../src/core/index.ts';

// Starts one of each, stops them again, and says nothing of an end: what still runs would keep the process.
const [brokers = '', input = '', group = ''] = process.argv.slice(2);
const client = { brokers: brokers.split(','), clientId: 'start-and-stop' };
const producer = kafkaProducer(client);
const admin = topicAdmin(client);
const handled = Promise.withResolvers<string>();
const consumer = taskConsumer({
  ...client,
  instanceId: 'a',
  group,
  handlers: {
    [input]: async ({ value }) => {
      handled.resolve(String(value));
      return [];
    },
  },
});

await consumer.start();
await producer.send([{ topic: input, key: 'k', value: 'x' }]);
process.stdout.write(`handled "${await handled.promise}"\n`);
await admin.endOffsets(input);
await consumer.stop();
await producer.close();
await admin.close();
process.stdout.write('closed\n');
