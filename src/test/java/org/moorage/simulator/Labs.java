package org.moorage.simulator;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.profile.LibraryResult;
import org.moorage.profile.ProfileLibrary;
import org.moorage.yaml.Problem;

/** Labs for tests: the product's own, and small ones written in a line or two. */
final class Labs {

  /** Two hosts, each at its own switch, the switches joined. */
  static final String TWO_HOSTS =
      """
      name: tried
      about: Written by a test.
      stations: { host-a: [eth0], host-b: [eth0] }
      switches: { leaf-1: [p1], leaf-2: [p1] }
      fabric: [ "leaf-1:f1 - leaf-2:f1 (members 2)" ]
      links:
        - host-a:eth0 - leaf-1:p1
        - host-b:eth0 - leaf-2:p1
      """;

  private static final ProfileLibrary PROFILES = loadProfiles();

  private Labs() {}

  private static ProfileLibrary loadProfiles() {
    try (LabLibrary library = LabLibrary.open()) {
      LibraryResult result = LabProfiles.load(library.profiles());
      if (!result.isFine()) {
        throw new IllegalStateException(result.problems().toString());
      }
      return result.library();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static ProfileLibrary profiles() {
    return PROFILES;
  }

  /** One of the product's own. */
  static LabFile named(String name) throws IOException {
    try (LabLibrary library = LabLibrary.open()) {
      return read(library.read(name));
    }
  }

  /** {@link #TWO_HOSTS} with these script lines and laws. */
  static LabFile twoHosts(List<String> script, List<String> always) {
    return read(
        LabReader.read(
            "tried.yaml", TWO_HOSTS + lines("script", script) + lines("always", always)));
  }

  static String lines(String key, List<String> lines) {
    StringBuilder text = new StringBuilder(key).append(lines.isEmpty() ? ": []\n" : ":\n");
    lines.forEach(line -> text.append("  - ").append(line).append('\n'));
    return text.toString();
  }

  static LabFile read(LabReader.Reading reading) {
    return switch (reading) {
      case LabReader.Reading.Read(LabFile lab) -> lab;
      case LabReader.Reading.Refused(List<Problem> mistakes) ->
          throw new AssertionError(mistakes.toString());
    };
  }

  static LabOutcome run(LabFile lab, long seed) {
    return new Lab(lab, PROFILES, seed, event -> {}).run();
  }

  /** The same over switches that are not what they should be. */
  static LabOutcome run(LabFile lab, long seed, Function<SoftSwitchSettings, SwitchParts> parts) {
    return new Lab(lab, PROFILES, seed, event -> {}, (at, frame) -> {}, LabSurroundings.NONE, parts)
        .run();
  }
}
