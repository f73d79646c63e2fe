package org.moorage.manager.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.profile.Lookup;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileText;
import org.moorage.profile.ProfileText.Reading;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.moorage.yaml.NearestWord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What has been released, as edges are told of it: read only, any thread. */
@Service
public class Catalogue {

  /** What sentences call the place where types are looked up. */
  private static final String PLACE = "the released catalogue";

  private static final String SELECT =
      "select v.revision, v.type_id, v.number, t.name, v.state, v.profile, v.groups"
          + " from vsi_type_version v join vsi_type t on t.type_id = v.type_id"
          + " where v.state <> 'draft'";

  private final JdbcClient database;

  Catalogue(JdbcClient database) {
    this.database = database;
  }

  /** Counts every release and every retirement. */
  public long revision() {
    return database
        .sql("select revision from catalogue_revision where id = 1")
        .query(Long.class)
        .single();
  }

  /** Every released and every retired version, in the order they came into their state. */
  public List<CataloguedVersion> all() {
    return since(0);
  }

  /** Those that came into their state after a revision, in that order. */
  public List<CataloguedVersion> since(long revision) {
    return database
        .sql(SELECT + " and v.revision > ? order by v.revision, v.type_id, v.number")
        .param(revision)
        .query(Catalogue::version)
        .list();
  }

  /** A released or retired version. */
  public Optional<CataloguedVersion> find(VsiTypeId type, VsiTypeVersion version) {
    return database
        .sql(SELECT + " and v.type_id = ? and v.number = ?")
        .param(type.value())
        .param(version.value())
        .query(Catalogue::version)
        .optional();
  }

  /** What a station that asks for it gets: a released version, or why not. */
  public Lookup lookup(VsiTypeId type, VsiTypeVersion version) {
    Optional<PortProfile> released =
        find(type, version)
            .filter(found -> found.state().equals(VersionState.RELEASED.word()))
            .flatMap(Catalogue::profile);
    if (released.isPresent()) {
      return new Lookup.Found(released.get());
    }
    Map<String, String> names = releasedTypes();
    String name = names.get(type.toString());
    return name == null
        ? new Lookup.UnknownType(type, nearest(type, names), PLACE)
        : new Lookup.UnknownVersion(type, version, name, releasedVersions(type), PLACE);
  }

  /** The profile of a version; what was released reads, unless its grammar has changed since. */
  static Optional<PortProfile> profile(CataloguedVersion version) {
    return switch (ProfileText.read(version.profile(), version.groups())) {
      case Reading.Read(PortProfile profile) -> Optional.of(profile);
      case Reading.Refused(var problems) -> Optional.empty();
    };
  }

  private Map<String, String> releasedTypes() {
    return database
        .sql(
            "select t.type_id, t.name from vsi_type t where exists (select 1 from"
                + " vsi_type_version v where v.type_id = t.type_id and v.state = 'released')")
        .query((row, index) -> Map.entry(Integer.toString(row.getInt(1)), row.getString(2)))
        .list()
        .stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  private static List<String> nearest(VsiTypeId type, Map<String, String> names) {
    return NearestWord.of(type.toString(), names.keySet())
        .map(number -> number + " (" + names.get(number) + ")")
        .stream()
        .toList();
  }

  private List<VsiTypeVersion> releasedVersions(VsiTypeId type) {
    return database
        .sql(
            "select number from vsi_type_version where type_id = ? and state = 'released'"
                + " order by number")
        .param(type.value())
        .query((row, index) -> new VsiTypeVersion(row.getInt(1)))
        .list();
  }

  private static CataloguedVersion version(ResultSet row, int index) throws SQLException {
    return new CataloguedVersion(
        row.getLong("revision"),
        row.getInt("type_id"),
        row.getInt("number"),
        row.getString("name"),
        row.getString("state"),
        row.getString("profile"),
        row.getString("groups"));
  }
}
