package org.moorage.manager.lab;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The lab of this process over REST. */
@RestController
class LabsApi {

  /**
   * What there is to run and what runs.
   *
   * @param current null where no lab runs in this process
   */
  record Labs(List<LabDoor.Choice> labs, @Nullable LabSnapshot current) {
    Labs {
      labs = List.copyOf(labs);
    }
  }

  private final Optional<LabDoor> door;

  LabsApi(ObjectProvider<LabDoor> door) {
    this.door = Optional.ofNullable(door.getIfAvailable());
  }

  @GetMapping("/api/v1/labs")
  Labs labs() {
    return door.map(open -> new Labs(open.choices(), open.snapshot()))
        .orElseGet(() -> new Labs(List.of(), null));
  }
}
