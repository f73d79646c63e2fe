package org.moorage.manager.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EdgeStreamTest {

  private final EdgeStream stream = new EdgeStream(UUID.randomUUID());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void anEdgeThatDoesNotKeepUpIsCutOff() throws IOException, InterruptedException {
    for (int i = 0; i <= EdgeStream.MAX_WAITING; i++) {
      stream.tell("event: change\n\n");
    }
    stream.run(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("change");
  }

  @Test
  void anEndedStreamStops() throws IOException, InterruptedException {
    stream.tell("event: change\n\n");
    stream.end();
    stream.run(out);
    assertThat(out.size()).isZero();
  }
}
