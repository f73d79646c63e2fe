package org.moorage.manager.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.manager.catalogue.Managers.TYPES;
import static org.moorage.manager.catalogue.Managers.get;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.catalogue.Managers.Answer;

/** The shipped profiles in and out. */
class LibraryTest {

  private static final Path SHIPPED = Path.of("profiles");

  @ParameterizedTest
  @EnumSource
  void anEmptyCatalogueIsFilledAtTheStartAndGoesOutAsItCame(Database database) throws IOException {
    String url = ManagerUnderTest.freshDatabase(database);
    Map<String, Object> seed = Map.of("moorage.catalogue.seed", SHIPPED.toString());
    byte[] zip;
    try (ManagerUnderTest manager =
        ManagerUnderTest.start(database, url, InstantSource.system(), seed)) {
      assertThat(get(manager, TYPES + "/web-server/versions/2").text("state"))
          .isEqualTo("released");
      zip = manager.bean(CatalogueExchange.class).export(false).zip();
      LibraryFiles out = LibraryFiles.unzip(zip);
      assertThat(out.groups()).isEqualTo(Files.readString(SHIPPED.resolve("groups.yaml")));
      assertThat(out.profiles()).isEqualTo(shipped());

      Answer again = send(manager, zip, "");
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.body().path("created").size()).isZero();
      assertThat(again.body().path("unchanged").size()).isEqualTo(shipped().size());
      assertThat(again.text("groups")).isEqualTo("unchanged");
      refusals(manager);
    }
    try (ManagerUnderTest manager =
        ManagerUnderTest.start(database, url, InstantSource.system(), seed)) {
      assertThat(manager.bean(Catalogue.class).all()).hasSize(shipped().size());
    }
  }

  private static void refusals(ManagerUnderTest manager) throws IOException {
    Map<String, String> other = new LinkedHashMap<>(shipped());
    other.compute("web-server/v2.yaml", (path, text) -> text.replace("500 Mbit/s", "700 Mbit/s"));
    other.compute("guest/v1.yaml", (path, text) -> "# only a comment is new\n" + text);
    String tenant = Files.readString(SHIPPED.resolve("tenant/v1.yaml"));
    other.put("tenant/v2.yaml", tenant.replace("version: 1", "version: 2"));
    Answer refused = send(manager, zip(other), "");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("problems").size()).isOne();
    assertThat(refused.text("detail"))
        .contains("web-server/v2.yaml")
        .contains("committed rate from the VM: 500 Mbit/s -> 700 Mbit/s");
    assertThat(get(manager, TYPES + "/tenant/versions/2").status()).isEqualTo(404);

    other.remove("web-server/v2.yaml");
    Answer taken = send(manager, zip(other), "");
    assertThat(taken.body().path("created").path(0).asString()).isEqualTo("tenant/2");
    assertThat(get(manager, TYPES + "/tenant/versions/2").text("state")).isEqualTo("draft");
    other.compute("tenant/v2.yaml", (path, text) -> text.replace("200-299", "200-298"));
    assertThat(send(manager, zip(other), "").text("detail")).contains("replace=true");
    assertThat(send(manager, zip(other), "?replace=true").body().path("replaced").size()).isOne();
    Map<String, String> groups = Map.of("groups.yaml", "addresses: { a: [10.0.0.1] }");
    assertThat(send(manager, zip(groups), "").status()).isEqualTo(400);
  }

  @Test
  void zipsThatAreNoLibraryAreRefused() throws IOException {
    try (ManagerUnderTest manager = ManagerUnderTest.start(Database.H2)) {
      String profile = Managers.profile(1, "a", 1);
      assertThat(send(manager, "no zip".getBytes(StandardCharsets.UTF_8), "").status())
          .isEqualTo(400);
      assertThat(send(manager, new byte[LibraryApi.MAX_ZIP + 1], "").status()).isEqualTo(413);
      assertThat(send(manager, zip(Map.of("../a/v1.yaml", profile)), "").text("detail"))
          .contains("leads out of the library");
      assertThat(send(manager, zip(Map.of("/a/v1.yaml", profile)), "").status()).isEqualTo(400);
      assertThat(send(manager, zip(Map.of("a\\v1.yaml", profile)), "").status()).isEqualTo(400);
      assertThat(send(manager, zip(Map.of("a/b/v1.yaml", profile)), "").status()).isEqualTo(400);
      assertThat(send(manager, zip(Map.of("b/v1.yaml", profile)), "").text("detail"))
          .contains("belongs into a/v1.yaml");
      assertThat(send(manager, bomb("a/v1.yaml"), "").status()).isIn(400, 413);
      assertThat(send(manager, bomb("README"), "").status()).isEqualTo(413);
      assertThat(send(manager, zip(Map.of("README.md", "nothing")), "").text("detail"))
          .contains("holds no profile");
      assertThat(get(manager, TYPES).body().size()).isZero();
      assertThat(
              send(manager, zip(Map.of("profiles/a/v1.yaml", profile)), "?release=true").status())
          .isEqualTo(200);
    }
  }

  private static Answer send(ManagerUnderTest manager, byte[] zip, String query) {
    return Managers.answer(
        manager.send(
            manager
                .request(TYPES + "/import" + query)
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(zip))));
  }

  private static Map<String, String> shipped() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(SHIPPED)) {
      for (Path file : all.filter(path -> path.toString().matches(".*/v\\d+\\.yaml")).toList()) {
        files.put(SHIPPED.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** 64 MiB of blanks in some kilobytes. */
  private static byte[] bomb(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 64; i++) {
        zip.write(blanks);
      }
      zip.closeEntry();
    }
    return out.toByteArray();
  }
}
