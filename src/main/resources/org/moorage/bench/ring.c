/*
 * The peer of "moorage bench switch" in C: what the soft switch does to a frame of a VM, in one
 * loop. TPACKET_V3 in; who it is by source address and VID; the first of some rules, one after the
 * other; a token bucket; PCP and DSCP; where its destination is; sendmmsg out.
 *
 * With "nvgre" it goes, as by a router between two virtual subnets, into an envelope instead.
 *
 * ring IN OUT RULES VPORTS vlan|nvgre
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

enum { BLOCK = 64 * 1024, BLOCKS = 64, BATCH = 64, FRAME = 2048, TABLE = 1 << 15, VLAN = 100,
       ENVELOPE = 14 + 20 + 8 };

struct rule { uint32_t net, mask; uint16_t first, last; uint8_t protocol, permits; };
struct vport { uint64_t key, full, frames, octets, hits; int used; };

static struct rule rules[2048];
static int rule_count;
static struct vport vports[TABLE];
static uint64_t places[TABLE]; /* by address: who is at the other port */

static unsigned char out[BATCH][FRAME];
static struct iovec vectors[BATCH];
static struct mmsghdr messages[BATCH];
static int queued, sender, nvgre;

/* From 192.168.0.1 to 192.168.0.2, VSID 5000; length, checksum and FlowID are each frame's own. */
static const unsigned char envelope[ENVELOPE] = {
    2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0xb, 3, 8, 0,
    0x45, 18 << 2, 0, 0, 0, 0, 0x40, 0, 128, 47, 0, 0, 192, 168, 0, 1, 192, 168, 0, 2,
    0x20, 0, 0x65, 0x58, 0, 0x13, 0x88, 0};
static const unsigned char inside[12] = {2, 0, 0x10, 0, 0, 9, 2, 0x4d, 0x6f, 0x6f, 0x72, 0x67};

static void fail(const char *what) { perror(what); exit(1); }

static uint64_t hash(uint64_t key) { return key * 0x9E3779B97F4A7C15ull >> 49; }

static struct vport *find(uint64_t key) {
  for (uint64_t i = hash(key);; i = (i + 1) % TABLE)
    if (!vports[i].used || vports[i].key == key) return &vports[i];
}

static int is_place(uint64_t mac) {
  for (uint64_t i = hash(mac); places[i]; i = (i + 1) % TABLE)
    if (places[i] == mac) return 1;
  return 0;
}

static uint64_t u48(const unsigned char *p) {
  uint64_t value = 0;
  for (int i = 0; i < 6; i++) value = value << 8 | p[i];
  return value;
}

static uint16_t u16(const unsigned char *p) { return p[0] << 8 | p[1]; }

static int open_socket(const char *name, int protocol, struct tpacket_req3 *ring) {
  int fd = socket(AF_PACKET, SOCK_RAW, 0), version = TPACKET_V3, one = 1;
  if (fd < 0) fail("socket");
  if (ring) {
    setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version);
    setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one);
    if (setsockopt(fd, SOL_PACKET, PACKET_RX_RING, ring, sizeof *ring)) fail("ring");
  }
  struct sockaddr_ll to = {.sll_family = AF_PACKET,
                           .sll_protocol = htons(protocol),
                           .sll_ifindex = if_nametoindex(name)};
  if (bind(fd, (struct sockaddr *)&to, sizeof to)) fail(name);
  struct packet_mreq all = {.mr_ifindex = to.sll_ifindex, .mr_type = PACKET_MR_PROMISC};
  if (ring) setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all);
  return fd;
}

static void flush(void) {
  for (int done = 0; done < queued;) {
    int sent = sendmmsg(sender, messages + done, queued - done, MSG_DONTWAIT);
    done += sent > 0 ? sent : 1;
  }
  queued = 0;
}

static const struct rule *decide(uint8_t protocol, uint32_t to, uint16_t port) {
  for (int i = 0; i < rule_count; i++) {
    const struct rule *r = &rules[i];
    if ((!r->protocol || r->protocol == protocol) && (to & r->mask) == r->net &&
        port >= r->first && port <= r->last)
      return r;
  }
  return 0;
}

/* 100 Gbit/s, a megabyte at once; times in 1/64 ns. */
static int admits(struct vport *v, unsigned octets, uint64_t now) {
  uint64_t ahead = v->full > now ? v->full - now : 0, cost = octets * 8ull * 64 / 100;
  if (ahead + cost > 1000000ull * 8 * 64 / 100) return 0;
  v->full = now + ahead + cost;
  return 1;
}

static uint32_t folded(uint32_t sum) {
  sum = (sum & 0xFFFF) + (sum >> 16);
  return ~((sum & 0xFFFF) + (sum >> 16)) & 0xFFFF;
}

/* Marked, one hop further, addresses of the next hop, in an envelope. */
static void envelop(const unsigned char *frame, unsigned length) {
  unsigned char *copy = out[queued];
  memcpy(copy, envelope, ENVELOPE);
  memcpy(copy + ENVELOPE, inside, 12);
  memcpy(copy + ENVELOPE + 12, frame + 12, length - 12);
  unsigned char *ip = copy + ENVELOPE + 14, *outer = copy + 14;
  unsigned before = u16(ip), after = (before & 0xFF03) | 18 << 2, lived = u16(ip + 8);
  ip[1] = after, ip[8]--;
  uint32_t sum = folded((~u16(ip + 10) & 0xFFFF) + (~before & 0xFFFF) + after +
                        (~lived & 0xFFFF) + u16(ip + 8));
  ip[10] = sum >> 8, ip[11] = sum;
  unsigned size = length + ENVELOPE - 14;
  outer[2] = size >> 8, outer[3] = size;
  sum = 0;
  for (int i = 0; i < 20; i += 2) sum += u16(outer + i);
  sum = folded(sum);
  outer[10] = sum >> 8, outer[11] = sum;
  uint64_t flow = 0;
  for (int i = 12; i < 24; i += 4)
    flow = (flow ^ u16(ip + i) << 16 ^ u16(ip + i + 2)) * 0x9E3779B97F4A7C15ull;
  copy[ENVELOPE - 1] = flow >> 56;
  vectors[queued].iov_len = length + ENVELOPE;
  if (++queued == BATCH) flush();
}

static void forward(const unsigned char *frame, unsigned length, unsigned vid, uint64_t now) {
  if (length < 14 + 40 || length > FRAME - ENVELOPE) return;
  struct vport *v = find(u48(frame + 6) << 12 | vid);
  if (!v->used || u16(frame + 12) != ETH_P_IP || (frame[14] & 15) != 5) return;
  const unsigned char *ip = frame + 14;
  uint32_t to = (uint32_t)u16(ip + 16) << 16 | u16(ip + 18);
  const struct rule *r = decide(ip[9], to, u16(ip + 22));
  if (!r || !r->permits || !admits(v, length, now)) return;
  if (!nvgre && !is_place(u48(frame))) return;
  v->hits++, v->frames++, v->octets += length;
  if (nvgre) {
    envelop(frame, length);
    return;
  }
  unsigned char *copy = out[queued];
  memcpy(copy, frame, 12);
  copy[12] = 0x81, copy[13] = 0, copy[14] = 3 << 5 | vid >> 8, copy[15] = vid;
  memcpy(copy + 16, frame + 12, length - 12);
  unsigned char *header = copy + 18;
  unsigned before = u16(header), after = (before & 0xFF03) | 18 << 2;
  header[1] = after;
  uint32_t sum = (~u16(header + 10) & 0xFFFF) + (~before & 0xFFFF) + after;
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = ~((sum & 0xFFFF) + (sum >> 16));
  header[10] = sum >> 8, header[11] = sum;
  vectors[queued].iov_len = length + 4;
  if (++queued == BATCH) flush();
}

int main(int count, char **words) {
  if (count != 6) return fprintf(stderr, "ring IN OUT RULES VPORTS vlan|nvgre\n"), 2;
  nvgre = !strcmp(words[5], "nvgre");
  rule_count = atoi(words[3]);
  for (int i = 0; i < rule_count; i++)
    rules[i] = (struct rule){10u << 24 | (i / 250) << 16 | (i % 250) << 8, 0xFFFFFF00u,
                             1000 + i, 1000 + i, 6, 1};
  for (int i = 0; i < atoi(words[4]); i++) {
    uint64_t key = (0x525400000000ull | (i + 1)) << 12 | VLAN;
    struct vport *v = find(key);
    v->key = key, v->used = 1;
  }
  places[hash(0x020000000002ull)] = 0x020000000002ull;
  struct tpacket_req3 shape = {.tp_block_size = BLOCK, .tp_block_nr = BLOCKS,
                               .tp_frame_size = FRAME,
                               .tp_frame_nr = BLOCKS * (BLOCK / FRAME), .tp_retire_blk_tov = 1};
  int fd = open_socket(words[1], ETH_P_ALL, &shape);
  sender = open_socket(words[2], 0, 0);
  unsigned char *ring =
      mmap(0, (size_t)BLOCK * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (ring == MAP_FAILED) fail("mmap");
  for (int i = 0; i < BATCH; i++) {
    vectors[i].iov_base = out[i];
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  struct pollfd wait = {.fd = fd, .events = POLLIN};
  for (int at = 0;; at = (at + 1) % BLOCKS) {
    struct tpacket_block_desc *b = (void *)(ring + (size_t)at * BLOCK);
    while (!(__atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
      poll(&wait, 1, 100);
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    uint64_t now = (t.tv_sec * 1000000000ull + t.tv_nsec) * 64;
    unsigned char *frame = (unsigned char *)b + b->hdr.bh1.offset_to_first_pkt;
    for (unsigned i = 0; i < b->hdr.bh1.num_pkts; i++) {
      struct tpacket3_hdr *h = (void *)frame;
      unsigned vid = h->tp_status & TP_STATUS_VLAN_VALID ? h->hv1.tp_vlan_tci & 0xFFF : 0;
      forward(frame + h->tp_mac, h->tp_snaplen, vid, now);
      frame += h->tp_next_offset;
    }
    flush();
    __atomic_store_n(&b->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
  }
}
