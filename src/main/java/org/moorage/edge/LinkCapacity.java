package org.moorage.edge;

import org.moorage.profile.BitRate;

/**
 * How much of a link is promised to the vPorts on it, its S-channels' among them.
 *
 * @param capacity what may be promised each way
 * @param fromVm bit/s promised to what the VMs send
 * @param toVm bit/s promised to what they get
 */
public record LinkCapacity(BitRate capacity, long fromVm, long toVm) {}
