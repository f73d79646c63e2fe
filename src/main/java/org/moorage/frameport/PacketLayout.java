package org.moorage.frameport;

/**
 * Numbers and structures of Linux packet sockets on 64-bit machines, each with the header it is
 * from. Structures are written as the offsets of their fields and their size.
 */
final class PacketLayout {

  // linux/socket.h, asm-generic/socket.h, bits/socket.h
  static final int AF_INET = 2;
  static final int SOCK_DGRAM = 2;
  static final int AF_PACKET = 17;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_ERROR = 4;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_RCVTIMEO = 20;
  static final int SO_ATTACH_FILTER = 26;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;
  static final int SOL_PACKET = 263;
  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_WAITFORONE = 0x10000;

  // linux/if_packet.h
  static final int PACKET_ADD_MEMBERSHIP = 1;
  static final int PACKET_RX_RING = 5;
  static final int PACKET_STATISTICS = 6;
  static final int PACKET_AUXDATA = 8;
  static final int PACKET_VERSION = 10;
  static final int PACKET_VNET_HDR = 15;
  static final int PACKET_FANOUT = 18;
  static final int PACKET_FANOUT_DATA = 22;
  static final int PACKET_IGNORE_OUTGOING = 23;
  static final int PACKET_FANOUT_CBPF = 6;
  static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;
  static final int PACKET_FANOUT_FLAG_IGNORE_OUTGOING = 0x4000;
  static final int PACKET_MR_MULTICAST = 0;
  static final int PACKET_MR_PROMISC = 1;
  static final int TPACKET_V3 = 2;
  static final int TP_STATUS_KERNEL = 0;
  static final int TP_STATUS_USER = 1;
  static final int TP_STATUS_VLAN_VALID = 1 << 4;
  static final int TP_STATUS_VLAN_TPID_VALID = 1 << 6;

  // asm-generic/mman-common.h, linux/mman.h
  static final int PROT_READ_AND_WRITE = 0x1 | 0x2;
  static final int MAP_SHARED = 0x1;

  // asm-generic/poll.h
  static final short POLLIN = 0x1;
  static final short POLLERR = 0x8;

  // linux/if_ether.h
  static final int ETH_P_ALL = 0x0003;

  // linux/sockios.h
  static final int SIOCGIFFLAGS = 0x8913;
  static final int SIOCSIFFLAGS = 0x8914;

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

  /** struct ifreq, linux/if.h: an interface and its flags. */
  static final class Ifreq {
    static final long NAME = 0; // char[16], ends with a zero
    static final long FLAGS = 16; // short
    static final long SIZE = 40;

    private Ifreq() {}
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

  /** struct tpacket_req3, linux/if_packet.h: the shape of a receive ring of version 3. */
  static final class TpacketReq3 {
    static final long BLOCK_SIZE = 0; // unsigned int
    static final long BLOCK_COUNT = 4; // unsigned int
    static final long FRAME_SIZE = 8; // unsigned int
    static final long FRAME_COUNT = 12; // unsigned int
    static final long RETIRE_MILLIS = 16; // unsigned int
    static final long SIZE = 28;

    private TpacketReq3() {}
  }

  /** struct tpacket_block_desc with struct tpacket_hdr_v1 inside, linux/if_packet.h. */
  static final class TpacketBlock {
    static final long STATUS = 8; // u32
    static final long FRAMES = 12; // u32
    static final long FIRST = 16; // u32, from the beginning of the block
    static final int SIZE = 48;

    private TpacketBlock() {}
  }

  /** struct tpacket3_hdr, linux/if_packet.h: in front of each frame of a block. */
  static final class Tpacket3 {
    static final long NEXT = 0; // u32, from this header
    static final long CAPTURED = 12; // u32
    static final long LENGTH = 16; // u32
    static final long STATUS = 20; // u32
    static final long MAC = 24; // u16, from this header
    static final long VLAN_TCI = 32; // u32
    static final long VLAN_TPID = 36; // u16
    static final long SIZE = 48;

    private Tpacket3() {}
  }

  /** struct pollfd, asm-generic/poll.h. */
  static final class Pollfd {
    static final long DESCRIPTOR = 0; // int
    static final long EVENTS = 4; // short
    static final long RETURNED = 6; // short
    static final long SIZE = 8;

    private Pollfd() {}
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
