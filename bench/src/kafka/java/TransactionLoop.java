import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * BROKERS INPUT OUTPUT GROUP TRANSACTION_RECORDS WARM_UP_RECORDS WARM_UP_MS RECORDS MS: consumes, hands on and commits exactly once, a
 * transaction for each poll, and prints the rate between the warm-up and the end as JSON.
 */
class TransactionLoop {
  public static void main(String[] args) {
    String input = args[1];
    String output = args[2];
    long[] warmUp = {Long.parseLong(args[5]), Long.parseLong(args[6])};
    long[] measured = {Long.parseLong(args[7]), Long.parseLong(args[8])};
    try (var consumer = new KafkaConsumer<>(consumerSettings(args), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var producer = new KafkaProducer<>(producerSettings(args), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      consumer.subscribe(List.of(input));
      long[] stretch = warmUp;
      long begun = 0;
      long records = 0;
      while (true) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
        if (polled.isEmpty()) continue;
        if (begun == 0) begun = System.nanoTime();
        transact(consumer, producer, polled, output);
        records += polled.count();
        long elapsed = (System.nanoTime() - begun) / 1_000_000;
        if (records < stretch[0] && elapsed < stretch[1]) continue;
        if (stretch == measured) {
          System.out.println("{\"recordsPerSecond\":" + records * 1000 / Math.max(1, elapsed) + "}");
          return;
        }
        stretch = measured;
        begun = System.nanoTime();
        records = 0;
      }
    }
  }

  static void transact(
      KafkaConsumer<byte[], byte[]> consumer,
      KafkaProducer<byte[], byte[]> producer,
      ConsumerRecords<byte[], byte[]> polled,
      String output) {
    producer.beginTransaction();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : polled) {
      producer.send(new ProducerRecord<>(output, each.key(), each.value()));
      offsets.put(new TopicPartition(each.topic(), each.partition()), new OffsetAndMetadata(each.offset() + 1));
    }
    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    producer.commitTransaction();
  }

  static Map<String, Object> consumerSettings(String[] args) {
    return Map.of(
        "bootstrap.servers", args[0],
        "group.id", args[3],
        "max.poll.records", Integer.parseInt(args[4]),
        "isolation.level", "read_committed",
        "auto.offset.reset", "earliest",
        "enable.auto.commit", false);
  }

  /** Batches as large as ours, since its default of 16 KiB would make a request of every fifty records. */
  static Map<String, Object> producerSettings(String[] args) {
    return Map.of("bootstrap.servers", args[0], "transactional.id", args[3], "batch.size", 900_000);
  }
}
