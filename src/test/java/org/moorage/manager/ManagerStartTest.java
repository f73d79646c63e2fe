package org.moorage.manager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.manager.ManagerUnderTest.Database;

class ManagerStartTest {

  @ParameterizedTest
  @EnumSource
  void itStartsOnBothDatabasesAndSaysThatItIsWell(Database database) {
    try (ManagerUnderTest manager = ManagerUnderTest.start(database)) {
      assertThat(manager.get("/health").body()).contains("UP");
    }
  }
}
