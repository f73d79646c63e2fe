package org.moorage.profile;

import java.util.Optional;

/**
 * The rates of a vPort; a direction without one is not limited.
 *
 * @param fromVm what the VM sends
 * @param toVm what it gets
 */
public record Rates(Optional<Rate> fromVm, Optional<Rate> toVm) {

  public static final Rates UNLIMITED = new Rates(Optional.empty(), Optional.empty());
}
