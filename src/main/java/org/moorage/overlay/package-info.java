/**
 * Tenants' networks in the terms of Hyper-V Network Virtualization: routing domains, virtual
 * subnets, provider addresses, lookup records and customer routes; where a customer address is, and
 * the walk of a packet to it. Pure: nothing here sends a frame or keeps a file.
 */
@NullMarked
package org.moorage.overlay;

import org.jspecify.annotations.NullMarked;
