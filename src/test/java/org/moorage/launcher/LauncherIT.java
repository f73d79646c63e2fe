package org.moorage.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;

/** {@code ./moorage} as people call it. */
class LauncherIT {

  private static final Path LAUNCHER = Path.of("moorage").toAbsolutePath();

  @TempDir private Path folder;

  private record Ran(int status, String out, String err) {}

  private Ran run(List<String> command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("JAVA25_HOME");
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void worksThroughALinkFromAnotherDirectory() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("linked"), LAUNCHER);
    Ran ran = run(List.of(link.toString(), "--version"));
    Files.delete(link);
    assertThat(ran.out()).startsWith("moorage ");
    assertThat(ran.status()).isZero();
  }

  @Test
  void passesTheExitStatusOn() throws Exception {
    Ran ran = run(List.of(LAUNCHER.toString(), "chekc", "profiles"));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("\"chekc\" is not a command; did you mean check?");
  }

  @Test
  void remembersHowToStartFaster() throws Exception {
    run(List.of(LAUNCHER.toString(), "--version"));
    Ran again = run(List.of(LAUNCHER.toString(), "--version"));
    assertThat(again.err()).as("nothing to build or to learn the second time").isEmpty();
    try (var caches = Files.list(LAUNCHER.resolveSibling("target/moorage/aot"))) {
      assertThat(caches).anyMatch(file -> file.toString().endsWith(".aot"));
    }
  }

  @Test
  void saysWhatToDoWithoutAJdk() throws Exception {
    Needs.root();
    Needs.program("unshare");
    String hidden =
        "mount -t tmpfs none /usr/lib/jvm && mount -t tmpfs none /opt && exec \"$0\" \"$1\"";
    Ran ran = run(List.of("unshare", "-m", "sh", "-c", hidden, LAUNCHER.toString(), "--version"));
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("no JDK 25").contains("JAVA25_HOME");
    assertThat(ran.err().lines()).hasSize(1);
  }
}
