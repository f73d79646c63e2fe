package org.moorage.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tables of the console are made of. */
class TablesTest {

  private static final List<String> COLUMNS = List.of("-at", "name");

  @Test
  void whatMakesNoSenseIsBroughtIntoBounds() {
    assertThat(Paging.of(Map.of(), COLUMNS)).isEqualTo(new Paging(0, 100, "at", true));
    assertThat(Paging.of(Map.of("sort", "; drop table x", "limit", "0"), COLUMNS))
        .isEqualTo(new Paging(0, 1, "at", true));
    assertThat(Paging.of(Map.of("sort", "name", "limit", "99999", "offset", "-3"), COLUMNS))
        .isEqualTo(new Paging(0, 1000, "name", false));
    assertThat(Paging.of(Map.of("sort", "at"), COLUMNS).descending()).isFalse();
  }

  @Test
  void addressesKeepFilterAndOrder() {
    Page<String> page =
        new Page<>(
            Collections.nCopies(100, "x"),
            100,
            100,
            250,
            "name",
            true,
            Map.of("q", "a&b", "r", ""));
    assertThat(page.next()).isEqualTo("?q=a%26b&sort=-name&offset=200");
    assertThat(page.previous()).isEqualTo("?q=a%26b&sort=-name");
    assertThat(page.sortedBy("name")).isEqualTo("?q=a%26b&sort=name");
    assertThat(page.csv()).endsWith("&format=csv");
    assertThat(page.first()).isEqualTo(101);
    assertThat(page.last()).isEqualTo(200);
  }

  @Test
  void aSpreadsheetRunsNothing() {
    assertThat(
            Csv.text(
                List.of("a", "b"),
                List.of(Arrays.asList("=cmd|' /C calc'!A0", null), List.of("say \"hi\", you", -3))))
        .isEqualTo("a,b\r\n'=cmd|' /C calc'!A0,\r\n\"say \"\"hi\"\", you\",-3\r\n");
  }
}
