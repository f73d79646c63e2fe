package org.moorage.manager.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.moorage.agentlink.EdgeReport.VPortCount;
import org.moorage.manager.edge.EdgeReports;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Hits out of the last reports of the edges. */
@Component
class ReportedRuleHits implements RuleHits {

  /** vPorts looked at for one page; more would make it slow and say nothing new. */
  private static final int MAX_VPORTS = 10_000;

  private final JdbcClient database;
  private final EdgeReports reports;

  ReportedRuleHits(JdbcClient database, EdgeReports reports) {
    this.database = database;
    this.reports = reports;
  }

  private record Place(UUID edge, String vPort) {}

  @Override
  public Hits of(VersionKey version, int rules) {
    long[] sums = new long[rules];
    int counted = 0;
    for (Place place : places(version)) {
      List<Long> hits =
          reports.count(place.edge(), place.vPort()).map(VPortCount::ruleHits).orElse(List.of());
      if (hits.size() == rules) {
        counted++;
        for (int i = 0; i < rules; i++) {
          sums[i] += hits.get(i);
        }
      }
    }
    return new Hits(counted, counted == 0 ? List.of() : Arrays.stream(sums).boxed().toList());
  }

  private List<Place> places(VersionKey version) {
    return database
        .sql(
            "select edge_id, vport from association where type_id = ? and version = ?"
                + " and state = 'associated' and vport is not null fetch first "
                + MAX_VPORTS
                + " rows only")
        .param(version.typeId())
        .param(version.number())
        .query((row, index) -> new Place(row.getObject(1, UUID.class), row.getString(2)))
        .list();
  }
}
