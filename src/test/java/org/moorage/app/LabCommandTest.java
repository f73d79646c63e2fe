package org.moorage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.protocol.capture.CaptureReader;
import picocli.CommandLine;

class LabCommandTest {

  private static final String HEAD =
      """
      name: mine
      about: Written by a test.
      stations: { host-a: [eth0] }
      switches: { leaf-1: [p1] }
      links:
        - host-a:eth0 - leaf-1:p1
      script:
        - at 0s: host-a starts vm-1 as web-server/2 (vid 100)
      """;

  private record Ran(int status, String out, String err) {}

  @TempDir private Path directory;

  private static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        new CommandLine(new LabCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int status = command.execute(args);
    return new Ran(status, out.toString(), err.toString());
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("mine.yaml"), text).toString();
  }

  @Test
  void aLabTellsItsStoryAndEndsWithTheVerdict() {
    Ran ran = run("--headless", "--seed", "7", "migration");
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .startsWith("migration: A VM moves from host-a to host-b")
        .contains("leaf-1:p1       vm-1 associated as web-server/2, VLAN 100, ")
        .contains("holds 6/6")
        .contains("held: 9 of 9 script lines, 3 of 3 laws")
        .contains("seed 7, run ")
        .doesNotContain("\u001b[");
  }

  @Test
  void theSameSeedTellsTheSameStory() {
    String first = withoutDuration(run("--headless", "--seed", "3", "lossy-uplink").out());
    assertThat(withoutDuration(run("--headless", "--seed", "3", "lossy-uplink").out()))
        .isEqualTo(first);
    assertThat(withoutDuration(run("--headless", "--seed", "4", "lossy-uplink").out()))
        .isNotEqualTo(first);
  }

  private static String withoutDuration(String told) {
    return told.replaceAll("of lab time in [0-9.]+ s", "");
  }

  @Test
  void aLabThatDoesNotHoldSaysWhyAndHowToSeeItAgain() throws IOException {
    String lab = file(HEAD + "  - by 2s: vm-1 is associated in VLAN 7\n");
    Ran ran = run("--headless", "--seed", "5", lab);
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out())
        .contains("BROKEN: 1 of 2 script lines")
        .contains("line 9, by 2s: vm-1 is associated in VLAN 7")
        .contains("vm-1 is associated on leaf-1:p1 as web-server/2, VLAN 100")
        .contains("To see this run again: ./moorage lab --headless --seed 5 " + lab);
  }

  @Test
  void manySeedsAreToldInOneLineAndBrokenOnesByName() throws IOException {
    Ran ran = run("--seeds", "3", "hello", "migration");
    assertThat(ran.status()).isZero();
    assertThat(ran.out().lines()).hasSize(2);
    assertThat(ran.out()).contains("3 of 3 seeds hold");
    Ran broken = run("--seeds", "2", file(HEAD + "  - by 2s: vm-1 is associated in VLAN 7\n"));
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.out())
        .contains("0 of 2 seeds hold")
        .contains("seed 2 BROKEN: by 2s: vm-1 is associated in VLAN 7")
        .contains("The last 5 lines of the story:");
  }

  @Test
  void aMistakeInAFileIsNamedWithItsLine() throws IOException {
    String lab = file(HEAD + "  - at 2s: vm-1 moved to host-a\n");
    Ran ran = run("--headless", lab);
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().strip())
        .isEqualTo(lab + ":9: \"moved\" is not a word here; did you mean \"moves\"?");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void anUnknownLabListsTheKnownOnes() {
    Ran ran = run("--headless", "migratoin");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err())
        .contains("\"migratoin\" is not a lab; did you mean migration?")
        .contains("boot-storm       A thousand VMs start on one host");
  }

  @Test
  void theFramesOfARunMayBeKept() throws IOException {
    Path kept = directory.resolve("lab.pcap");
    Ran ran = run("--headless", "--capture", kept.toString(), "hello");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains(" 41 frames,");
    try (InputStream in = Files.newInputStream(kept)) {
      CaptureReader reader = CaptureReader.open(in).orThrow();
      int frames = 0;
      while (reader.next().isPresent()) {
        frames++;
      }
      assertThat(frames).isEqualTo(41);
    }
    Ran nowhere = run("--headless", "--capture", directory + "/no/lab.pcap", "hello");
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).contains("cannot be written");
  }

  @Test
  void whatContradictsIsRefused() {
    assertThat(run("--seed", "1", "--seeds", "3").err()).contains("give one of them");
    assertThat(run("--seeds", "0").status()).isEqualTo(2);
    assertThat(run("hello", "migration").err()).contains("only with --headless or --seeds");
    assertThat(run("--headless", "nowhere.yaml").err()).contains("there is no file nowhere.yaml");
  }

  @Test
  void aLabMayBringItsOwnProfiles() throws IOException {
    Path profile = Files.createDirectories(directory.resolve("types/mine")).resolve("v1.yaml");
    Files.writeString(
        profile,
        """
        type: 77
        name: mine
        version: 1
        about: Everything passes.
        vlan: { access: 42 }
        from-vm: [ permit any ]
        to-vm: [ permit any ]
        """);
    String lab =
        file(
            HEAD.replace("web-server/2 (vid 100)", "mine/1 (vid 0)")
                    .replace("stations:", "profiles: types\nstations:")
                + "  - by 2s: vm-1 is associated in VLAN 42\n");
    Ran ran = run("--headless", lab);
    assertThat(ran.out() + ran.err()).contains("held: 2 of 2 script lines");
  }
}
