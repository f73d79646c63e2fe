package org.moorage.manager.association;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.ListedInParts;
import org.moorage.manager.Listing;
import org.moorage.manager.Rejection;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/associations}, {@code /migrations}, {@code /alarms}. */
@RestController
class AssociationController {

  private static final int MAX_TEXT = 255;
  private static final int MAX_VID = 4_095;
  private static final Set<String> STATES =
      Set.of("pre-associated", "pre-associated-rr", "associated", "de-associated", "refused");

  private final Associations associations;

  AssociationController(Associations associations) {
    this.associations = associations;
  }

  @GetMapping("/api/v1/associations")
  @ListedInParts
  List<AssociationView> find(
      @RequestParam(required = false) @Nullable String vsi,
      @RequestParam(required = false) @Nullable String mac,
      @RequestParam(required = false) @Nullable String vid,
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String version,
      @RequestParam(required = false) @Nullable String edge,
      @RequestParam(required = false) @Nullable String server,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String current,
      HttpServletRequest request,
      HttpServletResponse response) {
    Listing listing = Listing.of(request);
    String vsiStart = text("vsi", vsi);
    List<AssociationView> found =
        associations.find(
            new AssociationSearch(
                vsiStart == null ? null : vsiStart.toLowerCase(Locale.ROOT),
                mac(mac),
                number("vid", vid, MAX_VID),
                number("type", type, VsiTypeId.MAX),
                number("version", version, VsiTypeVersion.MAX),
                text("edge", edge),
                text("server", server),
                state(state),
                flag(current),
                listing.limit(),
                listing.offset()));
    listing.answer(response, found.size());
    return found;
  }

  @GetMapping("/api/v1/associations/{id}")
  AssociationView one(@PathVariable String id) {
    return associations.find(id(id)).orElseThrow(() -> unknown(id));
  }

  @GetMapping("/api/v1/associations/{id}/story")
  StoryView story(@PathVariable String id) {
    return associations.story(id(id)).orElseThrow(() -> unknown(id));
  }

  @GetMapping("/api/v1/migrations")
  @ListedInParts
  List<MigrationView> migrations(
      @RequestParam(required = false) @Nullable String vsi,
      HttpServletRequest request,
      HttpServletResponse response) {
    Listing listing = Listing.of(request);
    List<MigrationView> found =
        associations.migrations(text("vsi", vsi), listing.limit(), listing.offset());
    listing.answer(response, found.size());
    return found;
  }

  @GetMapping("/api/v1/alarms")
  @ListedInParts
  List<AlarmView> alarms(
      @RequestParam(required = false) @Nullable String edge,
      HttpServletRequest request,
      HttpServletResponse response) {
    Listing listing = Listing.of(request);
    List<AlarmView> found =
        associations.alarms(text("edge", edge), listing.limit(), listing.offset());
    listing.answer(response, found.size());
    return found;
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static Rejection unknown(String id) {
    return Rejection.notFound(
        "there is no association " + id + "; /api/v1/associations?vsi= finds those of a VSI");
  }

  private static @Nullable String text(String field, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
      throw Rejection.bad(field, field + " has at most " + MAX_TEXT + " printable characters");
    }
    return text;
  }

  private static @Nullable Integer number(String field, @Nullable String text, int most) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw Rejection.bad(field, "\"" + text + "\" is not a number from 0 to " + most);
  }

  private static @Nullable String mac(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return MacAddress.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw Rejection.bad("mac", "\"" + text + "\" is not a MAC address such as 52:54:00:11:22:33");
    }
  }

  private static @Nullable String state(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (!STATES.contains(text)) {
      throw Rejection.bad(
          "state",
          "\""
              + text
              + "\" is not a state; states are pre-associated, pre-associated-rr, associated,"
              + " de-associated, refused");
    }
    return text;
  }

  private static @Nullable Boolean flag(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Rejection.bad("current", "\"" + text + "\" is neither true nor false");
    };
  }
}
