package org.moorage.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.moorage.app.Finding.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code moorage doctor}: what this machine lacks for which role, each with its fix in one line.
 * Exit status 0 when an agent can run here, 1 otherwise.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    subcommands = PathCommand.class,
    description = "Says what this machine lacks for which role, and how to mend it.",
    footer = {"", "Example: moorage doctor eth1 eth0    are these two fit to be an agent's ports?"})
public final class DoctorCommand implements Callable<Integer> {

  private static final int NOT_FINE = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "IF",
      arity = "0..*",
      description = "interfaces meant as ports of an agent; without any, all are looked at")
  private List<String> interfaces = new ArrayList<>();

  @Option(names = "--json", description = "print JSON instead of text")
  private boolean json;

  @Override
  public Integer call() {
    List<Finding> findings = Diagnosis.of(MachineFacts.look(interfaces));
    boolean fit = Diagnosis.isFine(Role.AGENT, findings);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(findings));
    } else {
      print(findings, out);
    }
    out.flush();
    return fit ? ExitCode.OK : NOT_FINE;
  }

  private static void print(List<Finding> findings, PrintWriter out) {
    for (Finding finding : findings) {
      String state = finding.state().name().toLowerCase(Locale.ROOT);
      out.printf(Locale.ROOT, "%-8s %-15s %s%n", state, finding.topic(), finding.words());
      finding.fix().ifPresent(fix -> out.printf(Locale.ROOT, "%24s fix: %s%n", "", fix));
    }
    out.println();
    for (Role role : Role.values()) {
      String name = role == Role.ALL ? "lab, check, decode" : "agent";
      boolean fine = Diagnosis.isFine(role, findings);
      out.println(name + ": " + (fine ? "can run here" : "cannot run here yet"));
    }
  }

  private static String json(List<Finding> findings) {
    Map<String, Object> roles = new LinkedHashMap<>();
    roles.put("lab", Diagnosis.isFine(Role.ALL, findings));
    roles.put("agent", Diagnosis.isFine(Role.AGENT, findings));
    List<Map<String, Object>> list = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("topic", finding.topic());
      one.put("role", finding.role() == Role.ALL ? "all" : "agent");
      one.put("state", finding.state().name().toLowerCase(Locale.ROOT));
      one.put("words", finding.words());
      finding.fix().ifPresent(fix -> one.put("fix", fix));
      list.add(one);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("roles", roles);
    all.put("findings", list);
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(all);
  }
}
