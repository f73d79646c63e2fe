package org.moorage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.moorage.app.Main;

/**
 * The boundaries inside the one Maven module. The first table is the architecture: a package may
 * use itself and what its row names, nothing else of ours; a package without a row fails. A new
 * package whose purpose no row covers gets its own row, here and in web/docs/80-architecture.md.
 */
class ArchitectureTest {

  /** package -> may use; {@code x..} is x and every package below it. */
  private static final Map<String, List<String>> MAY_USE =
      table(
          """
          protocol             ->
          protocol.ethernet    -> protocol
          protocol.ip          -> protocol, protocol.ethernet
          protocol.lldp        -> protocol, protocol.ethernet
          protocol.evb         -> protocol, protocol.ethernet, protocol.lldp
          protocol.cdcp        -> protocol, protocol.ethernet, protocol.lldp
          protocol.ecp         -> protocol, protocol.ethernet
          protocol.vdp         -> protocol, protocol.ethernet
          protocol.pecsp       -> protocol, protocol.ethernet, protocol.lldp
          protocol.capture     -> protocol..
          protocol.nvgre       -> protocol, protocol.ethernet, protocol.ip
          protocol.flow        -> protocol, protocol.ethernet
          protocol.stack       -> protocol..
          protocol.path        -> protocol, protocol.ethernet, protocol.stack
          yaml                 ->
          profile              -> protocol.., profile.., yaml
          profile.rules        -> protocol.., yaml
          overlay              -> protocol..
          edge                 -> protocol.., profile.., overlay
          frameport            -> protocol..
          dataplane            -> protocol.., profile.., overlay, edge
          dataplane.soft       -> protocol.., profile.., overlay, edge, dataplane, frameport
          dataplane.ovs        -> protocol.., profile.., overlay, edge, dataplane, frameport
          dataplane.snmp       -> protocol.., profile.., overlay, edge, dataplane, frameport
          extender             -> protocol.., edge, frameport, dataplane
          agentlink            -> protocol.., profile.., overlay, edge
          control              -> protocol.., profile.., overlay, edge, agentlink
          agent                -> protocol.., yaml, profile.., overlay, edge, frameport, dataplane,
                                  agentlink, control, agent.capture
          agent.capture        -> protocol.., edge, dataplane, agentlink
          agent.link           -> protocol.., yaml, profile.., edge, dataplane, agentlink, control,
                                  agent, agent.capture
          manager              -> protocol.., yaml, profile.., overlay, edge, agentlink, control,
                                  manager..
          simulator            -> protocol.., yaml, profile.., overlay, edge, frameport,
                                  dataplane..,
                                  agentlink, control, agent, extender
          bench                -> protocol.., yaml, profile.., overlay, edge, frameport,
                                  dataplane..,
                                  agentlink, control, agent, simulator
          conformance          -> protocol.., yaml, profile.., overlay, edge, frameport,
                                  dataplane..,
                                  agentlink, control, agent, simulator
          cli                  -> protocol.., yaml, profile.., agentlink
          app                  -> protocol.., yaml, profile.., overlay, edge, frameport,
                                  dataplane..,
                                  agentlink, control, agent.., extender, manager..,
                                  simulator, bench,
                                  conformance, cli
          """);

  /** library or JDK door -> the packages that may touch it. */
  private static final Map<String, List<String>> TOUCHED_BY =
      table(
          """
          java.lang.foreign..       -> frameport, dataplane.soft
          java.net.http..           -> cli, agent.link, bench, app
          com.sun.net.httpserver..  -> agent, app
          org.snakeyaml..           -> yaml, simulator, agent, app
          tools.jackson..           -> agentlink, agent.., cli, bench, app, manager..
          org.commonmark..          -> manager.console
          jakarta.persistence..     -> manager..
          picocli..                 -> cli, app
          org.slf4j..               -> frameport, dataplane.soft, agent, bench, app, manager..
          org.springframework..     -> manager.., bench, app
          """);

  /** What the protocol core is made of: values. */
  private static final List<String> CORE_IS_MADE_OF =
      List.of(
          "java.lang",
          "java.lang.annotation",
          "java.lang.invoke", // what the compiler makes of lambdas and switches
          "java.lang.runtime",
          "java.math",
          "java.nio", // buffers over arrays; channels and files are other packages
          "java.nio.charset",
          "java.time",
          "java.time.format",
          "java.time.temporal",
          "java.util",
          "java.util.function",
          "java.util.random",
          "java.util.regex",
          "java.util.stream",
          "org.jspecify.annotations");

  /** Types of those packages, and of java.io, that the core may not or may use all the same. */
  private static final Set<String> NOT_IN_THE_CORE =
      Set.of(
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Random",
          "java.util.Timer");

  private static final Set<String> IN_THE_CORE_ALL_THE_SAME =
      Set.of(
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.IOException",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.io.Serializable",
          "java.io.UncheckedIOException");

  /** Reading a clock or drawing chance: both are arguments everywhere but where they enter. */
  private static final Set<String> ENTRY_POINTS_OF_TIME_AND_CHANCE =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.time.Instant.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.InstantSource.system",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.random.RandomGenerator.getDefault");

  /** {@code app} has the one real clock; benchmarks and commands measure with it. */
  private static final List<String> WHERE_TIME_AND_CHANCE_ENTER = List.of("app", "bench", "cli");

  private static final JavaClasses OURS = ours();

  @Test
  void everyPackageIsInTheTable() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass type : OURS) {
      String name = packageOf(type);
      if (!MAY_USE.containsKey(name) && !name.startsWith("manager.")) {
        unknown.add(name);
      }
    }
    assertThat(unknown).as("packages without a row").isEmpty();
    assertThat(OURS).as("classes found").isNotEmpty();
  }

  @Test
  void theArchitecturePageNamesEveryPackage() throws IOException {
    String page = Files.readString(Path.of("web", "docs", "80-architecture.md"));
    Set<String> unnamed = new TreeSet<>();
    for (JavaClass type : OURS) {
      if (!page.contains("| `" + packageOf(type) + "` |")) {
        unnamed.add(packageOf(type));
      }
    }
    assertThat(unnamed).isEmpty();
  }

  @Test
  void aPackageUsesWhatItsRowNames() {
    assertThat(violations(ArchitectureTest::leavesItsRow)).isEmpty();
  }

  @Test
  void librariesAreTouchedWhereTheTableSays() {
    assertThat(violations(ArchitectureTest::touchesForeignLibrary)).isEmpty();
  }

  @Test
  void theProtocolCoreIsMadeOfValues() {
    assertThat(violations(ArchitectureTest::soilsTheCore)).isEmpty();
  }

  @Test
  void timeAndChanceAreArguments() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : OURS) {
      if (matches(packageOf(type), WHERE_TIME_AND_CHANCE_ENTER)) {
        continue;
      }
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        String target = access.getTargetOwner().getName() + "." + access.getTarget().getName();
        if (ENTRY_POINTS_OF_TIME_AND_CHANCE.contains(target)) {
          found.add(access.getDescription());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void theTableSaysNoToWhatItDoesNotName() {
    assertThat(mayUse("cli", "profile.rules")).isTrue();
    assertThat(mayUse("cli", "agent")).isFalse();
    assertThat(mayUse("protocol", "protocol.ethernet")).isFalse();
    assertThat(mayUse("protocol.stack", "profile")).isFalse();
    assertThat(mayUse("dataplane", "dataplane.soft")).isFalse();
    assertThat(mayUse("manager.audit", "manager.alarm")).isTrue();
    assertThat(mayUse("manager.audit", "agent")).isFalse();
  }

  private static JavaClasses ours() {
    // Only names of foreign types are asked for; reading them all would take most of the time.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());
  }

  private static Set<String> violations(Predicate<Dependency> isOne) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : OURS) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        if (isOne.test(dependency)) {
          found.add(dependency.getDescription());
        }
      }
    }
    return found;
  }

  private static boolean leavesItsRow(Dependency dependency) {
    JavaClass target = dependency.getTargetClass().getBaseComponentType();
    return isOurs(target) && !mayUse(packageOf(dependency.getOriginClass()), packageOf(target));
  }

  private static boolean touchesForeignLibrary(Dependency dependency) {
    String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
    String origin = packageOf(dependency.getOriginClass());
    return TOUCHED_BY.entrySet().stream()
        .anyMatch(
            row -> matches(target, List.of(row.getKey())) && !matches(origin, row.getValue()));
  }

  private static boolean soilsTheCore(Dependency dependency) {
    JavaClass target = dependency.getTargetClass().getBaseComponentType();
    if (!matches(packageOf(dependency.getOriginClass()), List.of("protocol.."))
        || isOurs(target)
        || target.isPrimitive()) {
      return false;
    }
    String name = target.getName();
    return NOT_IN_THE_CORE.contains(name)
        || !(CORE_IS_MADE_OF.contains(target.getPackageName())
            || IN_THE_CORE_ALL_THE_SAME.contains(name));
  }

  private static boolean mayUse(String origin, String target) {
    String row = origin.startsWith("manager.") ? "manager" : origin;
    return origin.equals(target) || matches(target, MAY_USE.getOrDefault(row, List.of()));
  }

  private static boolean matches(String name, List<String> patterns) {
    return patterns.stream().anyMatch(pattern -> matches(name, pattern));
  }

  private static boolean matches(String name, String pattern) {
    if (!pattern.endsWith("..")) {
      return name.equals(pattern);
    }
    String root = pattern.substring(0, pattern.length() - 2);
    return name.equals(root) || name.startsWith(root + ".");
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("org.moorage");
  }

  private static String packageOf(JavaClass type) {
    return type.getPackageName().replaceFirst("^org\\.moorage\\.?", "");
  }

  private static Map<String, List<String>> table(String text) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    text.replaceAll(",\\s*\\n", ", ")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> {
          String[] sides = line.split("->", -1);
          List<String> named =
              Arrays.stream(sides[1].split(","))
                  .map(String::strip)
                  .filter(name -> !name.isEmpty())
                  .toList();
          rows.put(sides[0].strip(), named);
        });
    return rows;
  }
}
