package org.moorage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path root;

  @Test
  void saysWhatIsInOrder() {
    assertThat(check("profiles")).isZero();
    assertThat(out.toString().lines().toList().getLast())
        .matches("In order: \\d+ types, \\d+ versions, \\d+ rules\\.");
    assertThat(out.toString().lines().filter(line -> !line.startsWith("note: "))).hasSize(1);
  }

  @Test
  void namesEachProblemByFileAndLine() throws IOException {
    Path type = Files.createDirectory(root.resolve("web-server"));
    Files.writeString(
        type.resolve("v1.yaml"),
        """
        type: 4711
        name: web-server
        version: 1
        vlan: { access: 100 }
        from-vm:
          - permit tcp to any prot 5432
        to-vm: []
        """);
    Files.writeString(
        type.resolve("v2.yaml"),
        """
        type: 4711
        name: web-server
        version: 2
        vlan: { access: 100 }
        from-vm: [deny any]
        to-vm: []
        when-manager-away: closed
        """);

    assertThat(check(root.toString())).isEqualTo(1);
    assertThat(out.toString())
        .isEqualTo(
            """
            note: DIR/web-server/v2.yaml:7: when-manager-away: is kept with the profile; without \
            a manager the directory itself decides
            DIR/web-server/v1.yaml:6: from-vm: column 23: "prot" is not understood here; \
            did you mean "port"?
            1 problem. In order: 1 type, 1 version, 1 rule.
            """
                .replace("DIR", root.toString()));
  }

  @Test
  void aMissingDirectoryIsOneSentence() {
    assertThat(check("no/such/place")).isEqualTo(1);
    assertThat(out.toString())
        .isEqualTo(
            """
            no/such/place: does not exist; name the directory that holds the profiles
            1 problem. In order: 0 types, 0 versions, 0 rules.
            """);
  }

  @Test
  void moreThanOneDirectoryIsWrongUsage() {
    assertThat(check("profiles", "profiles")).isEqualTo(2);
    assertThat(err.toString()).contains("Unmatched argument");
  }

  private int check(String... arguments) {
    return new CommandLine(new CheckCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
