package org.moorage.simulator;

import java.util.List;

/** Script lines for every word of {@code script}: some that hold, some that do not. */
final class TriedWords {

  static final String STARTS = "at 0s: host-a starts vm-1 as web-server/2 (vid 100)";
  static final String BESIDE = "at 0s: host-b starts vm-2 as web-server/2 (vid 100)";

  /**
   * One sentence form.
   *
   * @param holds script lines with it that hold
   * @param breaks script lines with it of which one does not
   * @param why part of what the lab then says
   */
  record Word(String form, List<String> holds, List<String> breaks, String why) {
    @Override
    public String toString() {
      return form;
    }
  }

  private TriedWords() {}

  static List<Word> deeds() {
    return List.of(
        new Word(
            "{station} starts {new-vm} [as {type}] [{terms}]",
            List.of(STARTS, "by 2s: vm-1 is associated on leaf-1:p1"),
            List.of(STARTS, "at 1s: host-a starts vm-1"),
            "vm-1 is on host-a already"),
        new Word(
            "{station} reserves {new-vm} [as {type}] [{terms}]",
            List.of(
                "at 0s: host-a reserves vm-1 as web-server/2 (vid 100)",
                "by 2s: leaf-1:p1 has 1 vPort",
                "at 3s: vm-1 is not associated",
                "at 4s: host-a starts vm-1",
                "by 5s: vm-1 is associated on leaf-1:p1"),
            List.of(STARTS, "at 1s: host-a reserves vm-1"),
            "vm-1 is on host-a already"),
        new Word(
            "{station} starts {count} VMs {vms} [as {type}] [{terms}] [over {length}]",
            List.of(
                "at 0s: host-a starts 5 VMs vm-{n} as web-server/2 (vid 100) over 1s",
                "at 500ms: 3 VMs are associated",
                "by 2s: 5 VMs are associated"),
            List.of(
                "at 0s: host-a dies",
                "at 1s: host-a starts 5 VMs vm-{n} as web-server/2 (vid 100) over 1s"),
            "host-a is dead"),
        new Word(
            "{station} stops {vm}",
            List.of(STARTS, "at 1s: host-a stops vm-1", "by 2s: vm-1 has no vPort"),
            List.of(STARTS, "at 1s: host-b stops vm-1"),
            "vm-1 is not on host-b; it is on host-a"),
        new Word(
            "{station} stops all VMs [over {length}]",
            List.of(
                "at 0s: host-a starts 4 VMs vm-{n} as web-server/2 (vid 100)",
                "at 1s: host-a stops all VMs over 1s",
                "at 1500ms: leaf-1:p1 has 2 vPorts",
                "by 3s: leaf-1:p1 has no vPort"),
            List.of(
                "at 0s: host-a starts 4 VMs vm-{n} as web-server/2 (vid 100)",
                "at 1s: host-a stops all VMs over 1s",
                "until 2s: 4 VMs are associated"),
            "3 are associated"),
        new Word(
            "{vm} changes to {type} [{terms}]",
            List.of(
                STARTS,
                "at 1s: vm-1 changes to web-server/1",
                "by 2s: vm-1 is associated with web-server/1"),
            List.of(
                STARTS,
                "at 1s: vm-1 changes to web-server/1",
                "until 2s: vm-1 is associated with web-server/2"),
            "vm-1 is associated on leaf-1:p1 as web-server/1, VLAN 100"),
        new Word(
            "{vm} changes {terms}",
            List.of(
                "at 0s: host-a starts vm-1 as tenant/1 (vid 210)",
                "by 1s: vm-1 is associated in VLAN 210",
                "at 1s: vm-1 changes (vid 220)",
                "by 2s: vm-1 is associated in VLAN 220"),
            List.of(
                "at 0s: host-a starts vm-1 as tenant/1 (vid 210)",
                "at 1s: host-a stops vm-1",
                "at 2s: vm-1 changes (vid 220)"),
            "vm-1 runs nowhere"),
        new Word(
            "{vm} moves to {station}",
            List.of(STARTS, "at 1s: vm-1 moves to host-b", "by 4s: vm-1 runs on host-b"),
            List.of(STARTS, "at 1s: vm-1 moves to host-a"),
            "vm-1 is on host-a already"),
        new Word(
            "all VMs of {station} move to {station:to} [over {length}]",
            List.of(
                "at 0s: host-a starts 3 VMs vm-{n} as web-server/2 (vid 100)",
                "at 1s: all VMs of host-a move to host-b over 1s",
                "by 5s: 3 VMs are associated on leaf-2:p1",
                "by 5s: leaf-1:p1 has no vPort"),
            List.of(
                "at 0s: host-a starts 3 VMs vm-{n} as web-server/2 (vid 100)",
                "at 1s: all VMs of host-a move to host-b over 1s",
                "until 5s: 3 VMs are associated on leaf-1:p1"),
            "2 are associated"),
        new Word(
            "{station} dies",
            List.of(
                STARTS,
                "at 1s: host-a dies",
                "at 5s: vm-1 is associated",
                "within keepalive: vm-1 has no vPort"),
            List.of(STARTS, "at 1s: host-a dies", "at 2s: host-a dies"),
            "host-a is dead already"),
        new Word(
            "{station} recovers",
            List.of(
                STARTS,
                "at 1s: host-a dies",
                "at 30s: vm-1 is not associated",
                "at 30s: host-a recovers",
                "by 31s: vm-1 is associated"),
            List.of(STARTS, "at 1s: host-a recovers"),
            "host-a is not dead"),
        new Word(
            "link {port} is cut",
            List.of(
                STARTS,
                "at 1s: link host-a:eth0 is cut",
                "at 5s: vm-1 is associated",
                "within link-hold + 1s: vm-1 has no vPort"),
            List.of(STARTS, "at 1s: link host-a:eth0 is cut", "until 30s: vm-1 is associated"),
            "vm-1 is held nowhere"),
        new Word(
            "link {port} is mended",
            List.of(
                STARTS,
                "at 1s: link leaf-1:p1 is cut",
                "at 5s: link leaf-1:p1 is mended",
                "until 60s: vm-1 is associated"),
            List.of(
                STARTS,
                "at 1s: link leaf-1:p1 is cut",
                "at 15s: link leaf-1:p1 is mended",
                "until 16s: vm-1 is not associated"),
            "vm-1 is associated on leaf-1:p1"),
        new Word(
            "member {count} of link {port} is cut",
            List.of(
                STARTS,
                BESIDE,
                "at 1s: member 1 of link leaf-1:f1 is cut",
                "by 3s: vm-1 reaches vm-2"),
            List.of(
                STARTS,
                BESIDE,
                "at 1s: member 1 of link leaf-1:f1 is cut",
                "at 1s: member 2 of link leaf-1:f1 is cut",
                "by 3s: vm-1 reaches vm-2"),
            "no answer came to vm-1 by ping"),
        new Word(
            "member {count} of link {port} is mended",
            List.of(
                STARTS,
                BESIDE,
                "at 1s: link leaf-1:f1 is cut",
                "at 2s: member 2 of link leaf-1:f1 is mended",
                "by 3s: vm-1 reaches vm-2"),
            List.of(
                STARTS,
                BESIDE,
                "at 1s: member 2 of link leaf-1:f1 is cut",
                "at 2s: member 2 of link leaf-1:f1 is mended",
                "at 2s: link leaf-1:f1 is cut",
                "by 3s: vm-1 reaches vm-2"),
            "no answer came to vm-1 by ping"),
        new Word(
            "link {port} turns {terms}",
            List.of(
                STARTS,
                "at 1s: link host-a:eth0 turns (loss 100%)",
                "within keepalive: vm-1 has no vPort"),
            List.of(
                STARTS,
                "at 1s: link host-a:eth0 turns (loss 100%)",
                "until 20s: vm-1 is associated"),
            "vm-1 is held nowhere"),
        new Word(
            "{switch} agent restarts [after {length}]",
            List.of(
                STARTS,
                BESIDE,
                "at 1s: leaf-1 agent restarts after 2s",
                "at 1s: vm-1 does not reach vm-2",
                "by 6s: vm-1 reaches vm-2"),
            List.of(
                STARTS,
                "at 1s: leaf-1 agent restarts after 2s",
                "at 2s: leaf-1 agent restarts after 2s"),
            "the agent of leaf-1 is stopped already"),
        new Word(
            "manager goes away",
            List.of(
                "at 0s: manager goes away",
                "at 1s: host-a starts vm-1 as 4712/1 (vid 100)",
                "by 3s: vm-1 is refused with \"the manager does not answer\""),
            List.of("at 0s: manager goes away", "at 1s: manager goes away"),
            "the manager is away already"),
        new Word(
            "manager is back",
            List.of(
                "at 0s: manager goes away",
                "at 1s: manager is back",
                "at 2s: host-a starts vm-1 as 4712/1 (vid 100)",
                "by 3s: vm-1 is refused with \"is not in the manager's catalogue\""),
            List.of(STARTS, "at 1s: manager is back"),
            "the manager is not away"),
        new Word(
            "admin releases {type}",
            List.of(
                STARTS,
                "by 1s: vm-1 is refused with \"a draft that is not released\"",
                "at 1s: admin releases web-server/2",
                "at 2s: host-a starts vm-1",
                "by 3s: vm-1 is associated"),
            List.of("at 0s: admin releases web-server/2", "at 1s: admin releases web-server/2"),
            "web-server/2 is so already"),
        new Word(
            "admin retires {type}",
            List.of(
                STARTS,
                "at 1s: admin retires web-server/2",
                "at 2s: host-b starts vm-2 as web-server/2 (vid 100)",
                "by 3s: vm-2 is refused with \"only VSIs that hold it keep it\"",
                "at 3s: vm-1 is associated"),
            List.of("at 0s: admin retires web-server/2", "at 1s: admin retires web-server/2"),
            "web-server/2 is so already"));
  }

  static List<Word> claims() {
    return List.of(
        new Word(
            "{vm} is associated [on {place}] [with {type}] [in VLAN {count}]",
            List.of(STARTS, "by 1s: vm-1 is associated on leaf-1 with 4711/2 in VLAN 100"),
            List.of(STARTS, "by 1s: vm-1 is associated on leaf-1:p1 in VLAN 101"),
            "vm-1 is associated on leaf-1:p1 as web-server/2, VLAN 100"),
        new Word(
            "{vm} is reserved [on {place}]",
            List.of(
                "at 0s: host-a reserves vm-1 as web-server/2 (vid 100)",
                "by 2s: vm-1 is reserved on leaf-1:p1"),
            List.of(STARTS, "by 2s: vm-1 is reserved on leaf-1"),
            "vm-1 is associated on leaf-1:p1"),
        new Word(
            "{vm} is pre-associated [on {place}]",
            List.of(
                STARTS,
                "at 1s: vm-1 moves to host-b",
                "by 2s: vm-1 is pre-associated on leaf-2:p1"),
            List.of(STARTS, "by 1s: vm-1 is pre-associated"),
            "vm-1 is associated on leaf-1:p1"),
        new Word(
            "{vm} is not associated [on {place}]",
            List.of(STARTS, "at 1s: vm-1 is not associated on leaf-2"),
            List.of(STARTS, "at 1s: vm-1 is not associated"),
            "vm-1 is associated on leaf-1:p1"),
        new Word(
            "all VMs are associated [on {place}]",
            List.of(STARTS, BESIDE, "by 1s: all VMs are associated"),
            List.of(STARTS, BESIDE, "by 1s: all VMs are associated on leaf-1"),
            "1 of 2 are not, for one vm-2 is associated on leaf-2:p1"),
        new Word(
            "{count} VMs are associated [on {place}]",
            List.of(STARTS, BESIDE, "by 1s: 1 VMs are associated on leaf-2"),
            List.of(STARTS, BESIDE, "by 1s: 3 VMs are associated"),
            "2 are associated"),
        new Word(
            "{place} has no vPort",
            List.of(STARTS, "at 1s: leaf-2:p1 has no vPort"),
            List.of(STARTS, "at 1s: vm-1 has no vPort"),
            "vm-1 has a vPort on leaf-1:p1"),
        new Word(
            "{place} has 1 vPort",
            List.of(STARTS, "by 1s: leaf-1:p1 has 1 vPort"),
            List.of(STARTS, "by 1s: leaf-2 has 1 vPort"),
            "leaf-2 has no vPort"),
        new Word(
            "{place} has {count} vPorts",
            List.of(
                "at 0s: host-a starts 2 VMs vm-{n} as web-server/2 (vid 100)",
                "by 1s: leaf-1 has 2 vPorts"),
            List.of(STARTS, "by 1s: leaf-1:p1 has 2 vPorts"),
            "leaf-1:p1 has 1 vPort"),
        new Word(
            "{vm} is refused with {text}",
            List.of(
                "at 0s: host-a starts vm-1 as web-server/200 (vid 100)",
                "by 1s: vm-1 is refused with \"version 200 is unknown\""),
            List.of(
                "at 0s: host-a starts vm-1 as web-server/2 (vid 7)",
                "by 1s: vm-1 is refused with \"unknown\""),
            "the answer was: VID 7 "),
        new Word(
            "{vm} is frozen",
            List.of(
                STARTS,
                "at 1s: host-b starts vm-1",
                "at 2s: host-a starts vm-1",
                "at 3s: host-b starts vm-1",
                "at 4s: host-a starts vm-1",
                "by 5s: vm-1 is frozen"),
            List.of(STARTS, "at 1s: host-b starts vm-1", "by 5s: vm-1 is frozen"),
            "vm-1 is associated on leaf-2:p1"),
        new Word(
            "{vm} runs on {station}",
            List.of(STARTS, "by 1s: vm-1 runs on host-a"),
            List.of(STARTS, "by 1s: vm-1 runs on host-b"),
            "vm-1 runs on host-a"),
        new Word(
            "{port} speaks ratified",
            List.of(STARTS, "by 1s: leaf-1:p1 speaks ratified"),
            List.of("at 0s: host-a dies", "by 1s: leaf-1:p1 speaks ratified"),
            "leaf-1:p1 has not heard its station"),
        new Word(
            "{vm} reaches {vm:other}",
            List.of(STARTS, BESIDE, "by 2s: vm-1 reaches vm-2"),
            List.of(STARTS, BESIDE, "at 1s: link leaf-1:f1 is cut", "by 3s: vm-1 reaches vm-2"),
            "no answer came to vm-1 by ping"),
        new Word(
            "{vm} does not reach {vm:other}",
            List.of(
                STARTS,
                "at 0s: host-b starts vm-2 as database/1 (vid 110)",
                "at 1s: vm-1 does not reach vm-2"),
            List.of(STARTS, BESIDE, "at 1s: vm-1 does not reach vm-2"),
            "an answer came to vm-1 by ping"),
        new Word(
            "{vm} reaches {vm:other} on tcp port {count}",
            List.of(
                "at 0s: host-a starts vm-1 as tenant/1 (vid 210)",
                "at 0s: host-b starts vm-2 as tenant/1 (vid 210)",
                "by 2s: vm-1 reaches vm-2 on tcp port 22"),
            List.of(STARTS, BESIDE, "by 2s: vm-1 reaches vm-2 on tcp port 22"),
            "no answer came to vm-1 by TCP port 22"),
        new Word(
            "{vm} does not reach {vm:other} on tcp port {count}",
            List.of(STARTS, BESIDE, "at 1s: vm-1 does not reach vm-2 on tcp port 22"),
            List.of(
                "at 0s: host-a starts vm-1 as tenant/1 (vid 210)",
                "at 0s: host-b starts vm-2 as tenant/1 (vid 210)",
                "at 1s: vm-1 does not reach vm-2 on tcp port 22"),
            "an answer came to vm-1 by TCP port 22"),
        new Word(
            "{vm} reaches {vm:other} on udp port {count}",
            List.of(
                "at 0s: host-a starts vm-1 as tenant/1 (vid 210)",
                "at 0s: host-b starts vm-2 as tenant/1 (vid 210)",
                "by 2s: vm-1 reaches vm-2 on udp port 53"),
            List.of(STARTS, BESIDE, "by 2s: vm-1 reaches vm-2 on udp port 4789"),
            "no answer came to vm-1 by UDP port 4789"),
        new Word(
            "{vm} does not reach {vm:other} on udp port {count}",
            List.of(STARTS, BESIDE, "at 1s: vm-1 does not reach vm-2 on udp port 4789"),
            List.of(
                "at 0s: host-a starts vm-1 as tenant/1 (vid 210)",
                "at 0s: host-b starts vm-2 as tenant/1 (vid 210)",
                "at 1s: vm-1 does not reach vm-2 on udp port 53"),
            "an answer came to vm-1 by UDP port 53"));
  }
}
