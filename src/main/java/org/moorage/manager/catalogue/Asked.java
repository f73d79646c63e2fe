package org.moorage.manager.catalogue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.stereotype.Component;

/** Reads what addresses and headers name. */
@Component
class Asked {

  private static final int MAX_DIGITS = 9;

  private final TypeRepository types;

  Asked(TypeRepository types) {
    this.types = types;
  }

  /** A type by its number or its name. */
  int type(String said) {
    if (said.matches("\\d{1," + MAX_DIGITS + "}")) {
      int number = Integer.parseInt(said);
      if (number > VsiTypeId.MAX) {
        throw Refusal.field("typeId", number + " is outside 0.." + VsiTypeId.MAX);
      }
      return number;
    }
    return types
        .findByName(said)
        .orElseThrow(() -> Refusal.notFound("there is no type \"" + said + "\" in the catalogue"))
        .typeId;
  }

  /** A version of a type. */
  VersionKey version(String type, String version) {
    return new VersionKey(type(type), number(version));
  }

  static int number(String version) {
    if (!version.matches("\\d{1," + MAX_DIGITS + "}")
        || Integer.parseInt(version) > VsiTypeVersion.MAX) {
      throw Refusal.field(
          "version", "\"" + version + "\" is not a version; it is 0.." + VsiTypeVersion.MAX);
    }
    return Integer.parseInt(version);
  }

  /**
   * The lock a change was made under.
   *
   * @param header If-Match, as ETag gave it
   * @param body the same in the body
   */
  static Optional<Long> lock(@Nullable String header, @Nullable Long body) {
    if (body != null) {
      return Optional.of(body);
    }
    if (header == null) {
      return Optional.empty();
    }
    String plain = header.strip().replace("W/", "").replace("\"", "");
    if (!plain.matches("\\d{1,18}")) {
      throw Refusal.field("If-Match", "is not what ETag said; send the \"lock\" you read");
    }
    return Optional.of(Long.parseLong(plain));
  }

  static long requiredLock(@Nullable String header, @Nullable Long body) {
    return lock(header, body).orElseThrow(Refusal::lockMissing);
  }

  /** Text that must be there. */
  static String text(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw Refusal.field("text", "is missing; send the profile as YAML");
    }
    return text;
  }
}
