import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * write BROKERS TOPIC CODEC...: one batch a codec, into the partition of the codec's place in the list.
 * read BROKERS TOPIC...: every committed record of the topics.
 * Both tell, a line a partition, its number, its count of records and the SHA-256 of their values in order.
 */
class Codecs {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("write")) write(args[1], args[2], List.of(args).subList(3, args.length));
    else for (String topic : List.of(args).subList(2, args.length)) read(args[1], topic);
  }

  /** Records that compress well, among them one that doesn't and is larger than any codec's block. */
  static List<byte[]> values() {
    List<byte[]> values = new ArrayList<>();
    for (int n = 0; n < 200; n++) values.add(("record " + n + " of the order ").repeat(40).getBytes());
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    values.add(noise);
    return values;
  }

  static void write(String brokers, String topic, List<String> codecs) throws Exception {
    for (int partition = 0; partition < codecs.size(); partition++) {
      Map<String, Object> settings = new HashMap<>();
      settings.put("bootstrap.servers", brokers);
      settings.put("compression.type", codecs.get(partition));
      settings.put("linger.ms", 60_000);
      settings.put("batch.size", 900_000);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
        for (byte[] value : values()) {
          producer.send(new ProducerRecord<>(topic, partition, null, value));
          digest.update(value);
        }
      }
      tell(partition, values().size(), digest);
    }
  }

  static void read(String brokers, String topic) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed");
    try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream().map(each -> new TopicPartition(topic, each.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<Integer, List<byte[]>> values = new TreeMap<>();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          values.computeIfAbsent(record.partition(), ignored -> new ArrayList<>()).add(record.value());
        }
      }
      for (var each : values.entrySet()) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        each.getValue().forEach(digest::update);
        tell(each.getKey(), each.getValue().size(), digest);
      }
    }
  }

  static void tell(int partition, int records, MessageDigest digest) {
    System.out.println(partition + " " + records + " " + HexFormat.of().formatHex(digest.digest()));
  }
}
