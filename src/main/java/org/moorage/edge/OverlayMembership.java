package org.moorage.edge;

import org.moorage.protocol.VirtualSubnetId;

/**
 * What of the overlay a vPort is part of. Its frames travel in this virtual subnet and in no VLAN
 * of the network; the VID in its matches means it on the station's link alone.
 *
 * @param vsid frames of no other one reach it (HNV: VSID ACL)
 * @param learnsAddresses whether the VM may use addresses of the subnet no record is about, and
 *     records are made of them
 */
public record OverlayMembership(VirtualSubnetId vsid, boolean learnsAddresses) {}
