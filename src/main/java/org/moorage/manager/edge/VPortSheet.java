package org.moorage.manager.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport.VPortCount;
import org.moorage.manager.association.VsiFilter;
import org.moorage.manager.association.VsiRow;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;
import org.moorage.yaml.YamlValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** All that is known of one vPort. */
@Component
class VPortSheet {

  private final JdbcClient database;
  private final JsonMapper mapper;

  VPortSheet(JdbcClient database, JsonMapper mapper) {
    this.database = database;
    this.mapper = mapper;
  }

  /** A vPort and the association that holds or held it. */
  record Sheet(
      VsiRow row, String separation, int entries, String standard, @Nullable String sChannel) {

    public boolean held() {
      return !row.state().equals("de-associated") && !row.state().equals("refused");
    }

    /** A filter without MAC addresses: whoever sends in the VLAN is taken for the VSI. */
    public boolean byVlanOnly() {
      return row.filters().stream().anyMatch(filter -> filter.mac() == null);
    }

    public List<String> matches() {
      return row.filters().stream().map(VsiFilter::match).toList();
    }
  }

  /** A rule as written, with the frames it matched; null where the edge does not say. */
  record RuleHits(String text, @Nullable Long hits) {}

  /** The profile's rules, both ways, as written. */
  record Rules(String state, List<RuleHits> fromVm, List<RuleHits> toVm) {
    Rules {
      fromVm = List.copyOf(fromVm);
      toVm = List.copyOf(toVm);
    }
  }

  Optional<Sheet> find(String vPort) {
    return database
        .sql(
            "select "
                + VsiRow.COLUMNS
                + ", a.separation, a.entries, a.standard, a.s_channel"
                + " from association a join edge e on e.id = a.edge_id"
                + " where a.vport = ? order by a.current desc, a.id desc limit 1")
        .param(vPort)
        .query((row, number) ->
            new Sheet(
                VsiRow.read(row, mapper),
                row.getString("separation") == null ? "filter" : row.getString("separation"),
                row.getInt("entries"),
                row.getString("standard"),
                row.getString("s_channel")))
        .optional();
  }

  /** Empty where the catalogue does not have the version. */
  Optional<Rules> rules(int type, int version, @Nullable VPortCount count) {
    return database
        .sql("select state, profile from vsi_type_version where type_id = ? and number = ?")
        .params(List.of(type, version))
        .query((row, number) -> rules(row.getString("state"), row.getString("profile"), count))
        .optional();
  }

  private static Rules rules(String state, String profile, @Nullable VPortCount count) {
    Optional<YamlValue> file = YamlFile.parse(profile, new Problems("profile"));
    List<String> fromVm = lines(file, "from-vm");
    List<String> toVm = lines(file, "to-vm");
    List<Long> hits = count == null ? List.of() : count.ruleHits();
    return new Rules(state, hit(fromVm, hits, 0), hit(toVm, hits, fromVm.size()));
  }

  private static List<RuleHits> hit(List<String> rules, List<Long> hits, int from) {
    List<RuleHits> counted = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      int at = from + i;
      counted.add(new RuleHits(rules.get(i), at < hits.size() ? hits.get(at) : null));
    }
    return counted;
  }

  private static List<String> lines(Optional<YamlValue> file, String key) {
    return file.filter(YamlValue.Mapping.class::isInstance)
        .map(YamlValue.Mapping.class::cast)
        .flatMap(mapping ->
            mapping.members().stream()
                .filter(member -> member.key().text().equals(key))
                .map(YamlValue.Member::value)
                .findFirst())
        .filter(YamlValue.Items.class::isInstance)
        .map(YamlValue.Items.class::cast)
        .map(items ->
            items.items().stream()
                .filter(YamlValue.Text.class::isInstance)
                .map(item -> ((YamlValue.Text) item).text())
                .toList())
        .orElse(List.of());
  }
}
