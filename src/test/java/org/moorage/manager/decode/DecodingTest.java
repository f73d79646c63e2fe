package org.moorage.manager.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;

class DecodingTest {

  private static final Path CAPTURE = Path.of("src/test/resources/captures/run1.pcap");

  @Test
  void aCaptureIsExplainedAndWhatIsNoneIsRefused() throws Exception {
    try (ManagerUnderTest manager = ManagerUnderTest.start(Database.H2)) {
      HttpResponse<String> told = decode(manager, Files.readAllBytes(CAPTURE));
      assertThat(told.statusCode()).isEqualTo(200);
      assertThat(told.body()).contains("\"summary\"", "\"verdict\":\"fine\"", "LLDP");
      HttpResponse<String> none = decode(manager, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
      assertThat(none.statusCode()).isEqualTo(400);
      assertThat(none.body()).contains("bad-capture", "neither pcap nor pcapng");
      assertThat(decode(manager, new byte[Decoding.MAX_OCTETS + 1]).statusCode()).isEqualTo(413);
    }
  }

  private static HttpResponse<String> decode(ManagerUnderTest manager, byte[] octets) {
    return manager.send(
        manager
            .request("/api/v1/decode")
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(octets)));
  }
}
