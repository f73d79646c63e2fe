package org.moorage.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.moorage.protocol.GroupId;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;

/**
 * What a script says about a VM in parentheses. What it leaves out is chosen by {@link Vm}.
 *
 * @param vids in the order written; empty = not said
 * @param filter which frames are announced as the VM's: {@code mac} or {@code vid} (no MAC address)
 * @param ip dotted decimal, checked
 * @param gateway where it sends what is outside its /24
 * @param port of the station, where it has several
 * @param sChannel the SCID it asks for on that port; empty: the port's default one
 */
record VmTerms(
    Optional<MacAddress> mac,
    List<VidField> vids,
    Optional<GroupId> group,
    Optional<VsiId> vsi,
    Optional<VsiManagerId> manager,
    Optional<Integer> ip,
    Optional<Integer> gateway,
    Optional<Filter> filter,
    Optional<String> port,
    Optional<Integer> sChannel) {

  /** Whether the announced filter names the VM's MAC address. */
  enum Filter {
    MAC,
    VID
  }

  static final VmTerms NONE =
      new VmTerms(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** As many VIDs as one VM of a lab may use: enough for a trunk, few enough to read. */
  static final int MAX_VIDS = 32;

  static final List<Terms.Word> WORDS =
      List.of(
          new Terms.Word("mac", "02-00-00-00-00-01", "its address; otherwise made from its number"),
          new Terms.Word(
              "vid", "100", "its VLAN, several as 10+20; 0 leaves the choice to the edge"),
          new Terms.Word("group", "5000", "a group ID instead of knowing the VLAN"),
          new Terms.Word("vsi", "a UUID", "its VSIID; otherwise made from its name"),
          new Terms.Word("manager", "manager1", "the VSI manager it names"),
          new Terms.Word("ip", "10.1.0.5", "its IPv4 address; otherwise made from its number"),
          new Terms.Word(
              "gateway", "10.1.0.1", "where it sends what is outside its /24; otherwise nowhere"),
          new Terms.Word("filter", "vid", "announce the VID without the MAC address (default mac)"),
          new Terms.Word("port", "eth1", "which port of the station carries it"),
          new Terms.Word("s-channel", "2", "the S-channel it has on that port, by SCID"));

  VmTerms {
    vids = List.copyOf(vids);
  }

  static VmTerms of(Terms terms) {
    terms.allow(WORDS);
    return new VmTerms(
        terms.value("mac").map(VmTerms::mac),
        terms.value("vid").map(VmTerms::vids).orElse(List.of()),
        terms
            .value("group")
            .map(text -> new GroupId(Quantities.number(text, "group", 1, Integer.MAX_VALUE))),
        terms.value("vsi").map(VmTerms::vsi),
        terms.value("manager").map(VmTerms::manager),
        terms.value("ip").map(VmTerms::ip),
        terms.value("gateway").map(VmTerms::ip),
        terms.value("filter").map(VmTerms::filter),
        terms.value("port"),
        terms
            .value("s-channel")
            .map(text -> Quantities.number(text, "s-channel", 2, SChannel.MAX_SCID)));
  }

  /** These, and where they say nothing, the others. */
  VmTerms over(VmTerms others) {
    return new VmTerms(
        mac.or(() -> others.mac),
        vids.isEmpty() ? others.vids : vids,
        group.or(() -> others.group),
        vsi.or(() -> others.vsi),
        manager.or(() -> others.manager),
        ip.or(() -> others.ip),
        gateway.or(() -> others.gateway),
        filter.or(() -> others.filter),
        port.or(() -> others.port),
        sChannel.or(() -> others.sChannel));
  }

  /** Terms of a crowd must leave what tells its VMs apart to their numbers. */
  void refuseForMany() {
    Map<String, Boolean> own = new HashMap<>();
    own.put("mac", mac.isPresent());
    own.put("vsi", vsi.isPresent());
    own.put("ip", ip.isPresent());
    own.forEach((word, said) -> {
      if (said) {
        throw new Mistaken("\"" + word + "\" cannot be the same for many VMs; leave it out");
      }
    });
  }

  private static MacAddress mac(String text) {
    MacAddress mac = readable(text, MacAddress::parse);
    if (!mac.isUnicast()) {
      throw new Mistaken("mac " + text + " is not the address of one VM");
    }
    return mac;
  }

  private static List<VidField> vids(String text) {
    List<VidField> vids = new ArrayList<>();
    for (String one : text.split("\\+", -1)) {
      vids.add(new VidField(false, 0, Quantities.number(one.strip(), "vid", 0, 4095)));
    }
    if (vids.size() > MAX_VIDS) {
      throw new Mistaken(vids.size() + " VIDs; a VM of a lab has at most " + MAX_VIDS);
    }
    return vids;
  }

  private static VsiId vsi(String text) {
    return VsiId.parse(text)
        .orElseThrow(() -> new Mistaken("\"" + text + "\" is not a VSIID; write a UUID"));
  }

  private static VsiManagerId manager(String text) {
    if (text.length() > VsiManagerId.SIZE) {
      throw new Mistaken("manager \"" + text + "\" is longer than 16 characters");
    }
    return VsiManagerId.ofText(text);
  }

  private static int ip(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw new Mistaken("\"" + text + "\" is not an IPv4 address");
    }
    int ip = 0;
    for (String part : parts) {
      ip = ip << 8 | Quantities.number(part, "ip", 0, 255);
    }
    return ip;
  }

  private static Filter filter(String text) {
    return switch (text) {
      case "mac" -> Filter.MAC;
      case "vid" -> Filter.VID;
      default ->
          throw new Mistaken(
              "filter is mac or vid, not \""
                  + text
                  + "\""
                  + DidYouMean.question(text, List.of("mac", "vid")));
    };
  }

  private static <T> T readable(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException notThat) {
      throw new Mistaken(String.valueOf(notThat.getMessage()));
    }
  }
}
