package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.profile.rules.Groups;
import org.moorage.profile.rules.RuleList;
import org.moorage.profile.rules.RuleParser;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;
import org.moorage.yaml.YamlValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped library, and its schema beside the parser. */
class ProfileSchemaTest {

  private static final Path LIBRARY = Path.of("profiles");
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNode SCHEMA_TREE =
      JSON.readTree(text(LIBRARY.resolve("profile.schema.json")));
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SCHEMA_TREE);

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(LIBRARY)) {
      return files
          .filter(file -> file.getFileName().toString().matches("v[0-9]+\\.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void theShippedLibraryIsInOrder() {
    LibraryResult result = ProfileLibrary.load(LIBRARY);

    assertThat(result.problems()).isEmpty();
    assertThat(result.library().typeCount()).isGreaterThanOrEqualTo(8);
    assertThat(result.library().all().stream().map(PortProfile::name).distinct())
        .contains("web-server", "database", "dmz", "voice", "management", "quarantine", "tenant");
  }

  @Test
  void type4711IsTheWebServer() {
    ProfileLibrary library = ProfileLibrary.load(LIBRARY).library();

    assertThat(library.lookup(new VsiTypeId(4711), new VsiTypeVersion(3)).sentence())
        .isEqualTo("type 4711 version 3 is unknown: `profiles/web-server` has versions 1, 2");
    assertThat(library.find("web-server", new VsiTypeVersion(2)).map(PortProfile::type))
        .hasValue(new VsiTypeId(4711));
  }

  @Test
  void oneTypeAnswersAWildcardVidFromAPool() {
    PortProfile tenant =
        ProfileLibrary.load(LIBRARY).library().find("tenant", new VsiTypeVersion(1)).orElseThrow();

    assertThat(tenant.vlan())
        .isEqualTo(new VlanTerms.Pool(new VlanRange(new VlanId(200), new VlanId(299))));
  }

  @Test
  void everyRuleOfTheShippedLibraryIsReached() {
    assertThat(ProfileLibrary.load(LIBRARY).notes())
        .filteredOn(note -> note.message().contains("reached") || note.message().contains("effect"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void theSchemaAcceptsWhatIsShipped(Path file) {
    assertThat(errors(text(file))).isEmpty();
  }

  /** Mistakes that an editor can show while typing; the parser refuses each of them too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: -1",
        "type: web",
        "name: Web_Server",
        "version: 256",
        "vlan: 100",
        "vlan: {}",
        "vlan: { access: 4095 }",
        "vlan: { access: 1, pool: 2-3 }",
        "vlan: { access: 1, native: 1 }",
        "vlan: { acess: 1 }",
        "vlan: { isolated: 100 }",
        "vlan: { trunk: [] }",
        "from-vm: permit any",
        "from-vm: [allow any]",
        "from-vm: [[permit any]]",
        "rate: { from-vm: { committed: 500 } }",
        "rate: { from-vm: { burst: 1 MB } }",
        "rate: { from-vm: { committed: 1 Gbit/s, burst: 1 mb } }",
        "marking: { pcp: 8 }",
        "marking: { dscp: gold }",
        "guard: { mac: on }",
        "guard: { ip: [] }",
        "guard: { ip: [ten] }",
        "guard: { dhcp-snooping: yes }",
        "guard: { storm: 1000 }",
        "overlay: {}",
        "overlay: { subnet: contoso }",
        "overlay: { from-group-id: {} }",
        "sampling: 512",
        "when-manager-away: never",
        "form-vm: []",
      })
  void schemaAndParserRefuseTheSameMistakes(String field) {
    String key = field.substring(0, field.indexOf(':'));
    String text = LibraryOnDisk.LEAST.replaceAll("(?m)^" + key + ": .*\n", "") + field + "\n";

    assertThat(errors(text)).as("the schema on %s", field).isNotEmpty();
    assertThat(parse(text)).as("the parser on %s", field).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "name", "version", "vlan", "from-vm", "to-vm"})
  void schemaAndParserMissTheSameFields(String field) {
    String text = LibraryOnDisk.LEAST.replaceAll("(?m)^" + field + ": .*\n", "");

    assertThat(errors(text)).isNotEmpty();
    assertThat(parse(text)).isEmpty();
  }

  @Test
  void schemaAndParserKnowTheSameFields() {
    Map<String, Set<String>> ofParser = new TreeMap<>();
    ProfileReader.KEYS.forEach((path, keys) -> ofParser.put(path, new TreeSet<>(keys)));
    Map<String, Set<String>> ofSchema = new TreeMap<>();
    collect("", SCHEMA_TREE, ofSchema);

    assertThat(ofSchema).isEqualTo(ofParser);
  }

  @Test
  void schemaAndParserKnowTheSameCodePoints() {
    String pattern =
        SCHEMA_TREE.at("/properties/marking/properties/dscp/oneOf/1/pattern").asString();

    for (String name : Dscp.allNames()) {
      assertThat(name).matches(pattern);
    }
  }

  @Test
  void schemaAndParserHaveTheSameBounds() {
    assertThat(SCHEMA_TREE.at("/properties/about/maxLength").asInt())
        .isEqualTo(PortProfile.MAX_ABOUT);
    assertThat(SCHEMA_TREE.at("/properties/type/maximum").asInt()).isEqualTo(VsiTypeId.MAX);
    assertThat(SCHEMA_TREE.at("/$defs/rules/maxItems").asInt()).isEqualTo(RuleList.MAX_RULES);
    assertThat(SCHEMA_TREE.at("/$defs/rules/items/maxLength").asInt())
        .isEqualTo(RuleParser.MAX_TEXT);
    assertThat(SCHEMA_TREE.at("/properties/guard/properties/ip/oneOf/1/maxItems").asInt())
        .isEqualTo(Guard.MAX_FIXED);
    assertThat(SCHEMA_TREE.at("/properties/vlan/properties/trunk/oneOf/1/maxItems").asInt())
        .isEqualTo(VlanTerms.MAX_TRUNK_RANGES);
  }

  /** Every object of the schema with its properties, references followed. */
  private static void collect(String path, JsonNode schema, Map<String, Set<String>> found) {
    JsonNode reference = schema.get("$ref");
    if (reference != null) {
      collect(path, SCHEMA_TREE.at(reference.asString().substring(1)), found);
      return;
    }
    JsonNode properties = schema.get("properties");
    if (properties == null) {
      return;
    }
    found.put(path, new TreeSet<>(properties.propertyNames()));
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      collect(
          path.isEmpty() ? property.getKey() : path + "." + property.getKey(),
          property.getValue(),
          found);
    }
  }

  private static Optional<PortProfile> parse(String text) {
    Problems problems = new Problems("test.yaml");
    return YamlFile.parse(text, problems)
        .flatMap(value -> ProfileReader.read(value, Groups.NONE, problems));
  }

  private static List<String> errors(String yaml) {
    Problems problems = new Problems("test.yaml");
    YamlValue value = YamlFile.parse(yaml, problems).orElseThrow();
    return SCHEMA.validate(json(value), InputFormat.JSON).stream().map(Error::toString).toList();
  }

  /** As a YAML 1.2 reader with the core schema sees it: whole numbers are numbers. */
  private static String json(YamlValue value) {
    return switch (value) {
      case YamlValue.Text(String text, boolean plain, int line, int column) ->
          plain && text.matches("-?[0-9]+") ? text : JSON.writeValueAsString(text);
      case YamlValue.Items(List<YamlValue> items, int line, int column) ->
          "[" + String.join(",", items.stream().map(ProfileSchemaTest::json).toList()) + "]";
      case YamlValue.Mapping(List<YamlValue.Member> members, int line, int column) ->
          "{"
              + String.join(
                  ",",
                  members.stream()
                      .map(m -> JSON.writeValueAsString(m.key().text()) + ":" + json(m.value()))
                      .toList())
              + "}";
    };
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
