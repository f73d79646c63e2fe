package org.moorage.frameport;

/**
 * Numbers and structures of Linux packet sockets on 64-bit machines, each with the header it is
 * from. Structures are written as the offsets of their fields and their size.
 */
final class PacketLayout {

  // linux/socket.h, asm-generic/socket.h, bits/socket.h
  static final int AF_PACKET = 17;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_RCVTIMEO = 20;
  static final int SO_ATTACH_FILTER = 26;
  static final int SO_RCVBUFFORCE = 33;
  static final int SOL_PACKET = 263;
  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_WAITFORONE = 0x10000;

  // linux/if_packet.h
  static final int PACKET_ADD_MEMBERSHIP = 1;
  static final int PACKET_STATISTICS = 6;
  static final int PACKET_AUXDATA = 8;
  static final int PACKET_VNET_HDR = 15;
  static final int PACKET_IGNORE_OUTGOING = 23;
  static final int PACKET_MR_MULTICAST = 0;
  static final int PACKET_MR_PROMISC = 1;
  static final int TP_STATUS_VLAN_VALID = 1 << 4;
  static final int TP_STATUS_VLAN_TPID_VALID = 1 << 6;

  // linux/if_ether.h
  static final int ETH_P_ALL = 0x0003;

  // linux/virtio_net.h
  static final int VIRTIO_NET_HDR_F_NEEDS_CSUM = 1;
  static final int VIRTIO_NET_HDR_GSO_NONE = 0;

  private PacketLayout() {}

  /** struct sockaddr_ll, linux/if_packet.h. Protocol in network byte order. */
  static final class SockaddrLl {
    static final long FAMILY = 0; // u16
    static final long PROTOCOL = 2; // be16
    static final long IFINDEX = 4; // int
    static final long SIZE = 20;

    private SockaddrLl() {}
  }

  /** struct packet_mreq, linux/if_packet.h. */
  static final class PacketMreq {
    static final long IFINDEX = 0; // int
    static final long TYPE = 4; // u16
    static final long ADDRESS_LENGTH = 6; // u16
    static final long ADDRESS = 8; // u8[8]
    static final long SIZE = 16;

    private PacketMreq() {}
  }

  /** struct tpacket_auxdata, linux/if_packet.h: what the kernel took off or knows of a frame. */
  static final class TpacketAuxdata {
    static final long STATUS = 0; // u32
    static final long VLAN_TCI = 16; // u16
    static final long VLAN_TPID = 18; // u16
    static final long SIZE = 20;

    private TpacketAuxdata() {}
  }

  /** struct tpacket_stats, linux/if_packet.h. */
  static final class TpacketStats {
    static final long DROPS = 4; // u32
    static final long SIZE = 8;

    private TpacketStats() {}
  }

  /** struct virtio_net_hdr, linux/virtio_net.h: what the sender left undone, before each frame. */
  static final class VirtioNetHdr {
    static final long FLAGS = 0; // u8
    static final long GSO_TYPE = 1; // u8
    static final long CSUM_START = 6; // u16
    static final long CSUM_OFFSET = 8; // u16
    static final int SIZE = 10;

    private VirtioNetHdr() {}
  }

  /** struct mmsghdr with struct msghdr inside, bits/socket.h. */
  static final class Mmsghdr {
    static final long IOV = 16; // struct iovec *
    static final long IOVLEN = 24; // size_t
    static final long CONTROL = 32; // void *
    static final long CONTROLLEN = 40; // size_t
    static final long FLAGS = 48; // int
    static final long LENGTH = 56; // unsigned int, behind msghdr
    static final long SIZE = 64;

    private Mmsghdr() {}
  }

  /** struct iovec, bits/types/struct_iovec.h. */
  static final class Iovec {
    static final long BASE = 0; // void *
    static final long LENGTH = 8; // size_t
    static final long SIZE = 16;

    private Iovec() {}
  }

  /** struct cmsghdr, bits/socket.h; its payload follows, the next one begins 8-aligned. */
  static final class Cmsghdr {
    static final long LENGTH = 0; // size_t, header and payload
    static final long LEVEL = 8; // int
    static final long TYPE = 12; // int
    static final long SIZE = 16;

    private Cmsghdr() {}
  }

  /** struct timeval, bits/types/struct_timeval.h. */
  static final class Timeval {
    static final long SECONDS = 0; // long
    static final long MICROSECONDS = 8; // long
    static final long SIZE = 16;

    private Timeval() {}
  }

  /** struct sock_filter and struct sock_fprog, linux/filter.h. */
  static final class SockFilter {
    static final long CODE = 0; // u16
    static final long JUMP_TRUE = 2; // u8
    static final long JUMP_FALSE = 3; // u8
    static final long K = 4; // u32
    static final long SIZE = 8;
    static final long PROGRAM_LENGTH = 0; // u16 of sock_fprog
    static final long PROGRAM = 8; // struct sock_filter * of sock_fprog
    static final long PROGRAM_SIZE = 16;

    private SockFilter() {}
  }
}
