import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Sends the parcels that the messages of a topic ask for. It sets up no telemetry: the agent does. */
public final class Parcels {
  public static void main(String[] args) {
    Map<String, Object> settings = Map.of(
        "bootstrap.servers", System.getenv("BROKERS"),
        "group.id", "parcels",
        "auto.offset.reset", "earliest",
        "key.deserializer", StringDeserializer.class,
        "value.deserializer", StringDeserializer.class);
    var consumer = new KafkaConsumer<String, String>(settings);
    consumer.subscribe(List.of(System.getenv("TOPIC")));
    boolean announced = false;
    while (true) {
      var records = consumer.poll(Duration.ofMillis(100));
      if (!announced && !consumer.assignment().isEmpty()) {
        System.out.println("consuming");
        announced = true;
      }
      for (ConsumerRecord<String, String> record : records) send(record.key());
    }
  }

  private static void send(String order) {
    System.out.println("sending " + order);
  }
}
