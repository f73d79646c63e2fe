package org.moorage.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.VsiId;

class VPortIdTest {

  /** Java's own version 3 is the reference; IDs that switches hold must never change. */
  @Test
  void itIsTheNameBasedUuidOfVsiEdgeAndPort() {
    for (int i = 0; i < 1_000; i++) {
      VsiId vsi = VsiId.of(new UUID(i * 0x1234_5678_9ABCL, ~(long) i));
      Octets name =
          Octets.builder()
              .octets(vsi.octets())
              .u8(5)
              .octets(Octets.of("leaf-1\0p1".getBytes(StandardCharsets.US_ASCII)))
              .build();
      assertThat(VPortId.of(new EdgeName("leaf-1"), new PortName("p1"), vsi).value())
          .isEqualTo(UUID.nameUUIDFromBytes(name.toArray()));
    }
  }
}
