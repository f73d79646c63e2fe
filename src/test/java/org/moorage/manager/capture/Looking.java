package org.moorage.manager.capture;

import org.moorage.manager.ManagerUnderTest;

/** Lets a manager look after its captures now rather than within two seconds. */
public final class Looking {

  private Looking() {}

  public static void at(ManagerUnderTest manager) {
    manager.bean(VPortCaptures.class).look();
  }
}
