package org.moorage.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** A virtual machine of a lab, wherever it runs: one interface, one VSI. */
final class Vm {

  /** Addresses made from numbers: 10.77.0.1 and up, behind the locally administered 02-4d-.... */
  private static final int FIRST_IP = 10 << 24 | 77 << 16 | 1;

  private static final long FIRST_MAC = 0x024D_0000_0001L;

  private final String name;
  private final int number;
  private final boolean ofCrowd;
  private TypeName type;
  private VsiTypeId typeId;
  private VmTerms terms;

  /**
   * @param number from 0, in the order of the script
   * @param ofCrowd one of many that one line started
   */
  Vm(String name, int number, boolean ofCrowd, TypeName type, VsiTypeId typeId, VmTerms terms) {
    this.name = name;
    this.number = number;
    this.ofCrowd = ofCrowd;
    this.type = type;
    this.typeId = typeId;
    this.terms = terms;
  }

  String name() {
    return name;
  }

  boolean ofCrowd() {
    return ofCrowd;
  }

  TypeName type() {
    return type;
  }

  void become(TypeName newType, VsiTypeId newTypeId) {
    type = newType;
    typeId = newTypeId;
  }

  /** The new terms, and the old where these say nothing. */
  void change(VmTerms newTerms) {
    terms = newTerms.over(terms);
  }

  Optional<String> port() {
    return terms.port();
  }

  /** The SCID of the S-channel it is on; 1 is the default one. */
  int sChannel() {
    return terms.sChannel().orElse(SChannel.DEFAULT.scid());
  }

  VsiId vsi() {
    byte[] seed = ("moorage lab " + name).getBytes(StandardCharsets.UTF_8);
    return terms.vsi().orElseGet(() -> VsiId.of(UUID.nameUUIDFromBytes(seed)));
  }

  MacAddress mac() {
    return terms.mac().orElseGet(() -> new MacAddress(FIRST_MAC + number));
  }

  int ip() {
    return terms.ip().orElse(FIRST_IP + number);
  }

  /** Whom it asks for the way to an address: the one who has it, or its gateway. */
  int nextHop(int to) {
    boolean near = (to ^ ip()) >>> 8 == 0;
    return near ? to : terms.gateway().orElse(to);
  }

  /** Where several VIDs are announced, the VM talks in the first. */
  List<VidField> vids() {
    return terms.vids().isEmpty() ? List.of(VidField.WILDCARD) : terms.vids();
  }

  /** The VLAN it asked for; empty when it left the choice to the edge. */
  Optional<VlanId> tag() {
    return vids().getFirst().vlan();
  }

  VsiRequest request(VdpType mode, Flavour flavour) {
    VsiTypeVersion version = type.version();
    VsiManagerId manager = terms.manager().orElse(VsiManagerId.DEFAULT);
    return VsiRequest.of(mode, manager, typeId, version, vsi(), filters()).with(flavour);
  }

  private FilterInfo filters() {
    boolean mac = terms.filter().orElse(VmTerms.Filter.MAC) == VmTerms.Filter.MAC;
    FilterInfo.Format format =
        terms.group().isPresent()
            ? mac ? FilterInfo.Format.GROUP_MAC_VID : FilterInfo.Format.GROUP_VID
            : mac ? FilterInfo.Format.MAC_VID : FilterInfo.Format.VID;
    long group = terms.group().map(id -> id.value()).orElse(0L);
    Optional<MacAddress> address = mac ? Optional.of(mac()) : Optional.empty();
    List<FilterInfo.Entry> entries = new ArrayList<>();
    vids().forEach(vid -> entries.add(new FilterInfo.Entry(group, address, vid)));
    return new FilterInfo(format, entries);
  }

  /** {@code web-server/2, 02:00:00:00:00:01, VID 100}. */
  String described() {
    StringBuilder text = new StringBuilder().append(type).append(", ").append(mac());
    text.append(vids().size() == 1 ? ", VID " : ", VIDs ");
    text.append(String.join("+", vids().stream().map(VidField::toString).toList()));
    terms.group().ifPresent(group -> text.append(", group ").append(group));
    terms.sChannel().ifPresent(scid -> text.append(", S-channel ").append(scid));
    return text.toString();
  }
}
