package org.moorage.overlay;

/**
 * Why something cannot become part of the overlay.
 *
 * @param field which of its fields is wrong, in HNV's spelling: {@code ProviderAddress}
 * @param sentence what is wrong and what would be right
 */
public record OverlayFault(String field, String sentence) {

  @Override
  public String toString() {
    return field + ": " + sentence;
  }
}
