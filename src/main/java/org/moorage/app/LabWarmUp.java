package org.moorage.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.moorage.manager.security.OneTimeLink;
import org.moorage.profile.ProfileLibrary;
import org.moorage.simulator.LabFile;
import org.moorage.simulator.LabLibrary;
import org.moorage.simulator.LabProfiles;
import org.moorage.simulator.LabReader;
import org.springframework.context.ConfigurableApplicationContext;

/** A lab with its page, for some seconds: what a start needs. */
final class LabWarmUp {

  private static final String LAB = "migration";

  /** The script of the lab is through by then. */
  private static final int SECONDS = 7;

  private static final List<String> PAGES = List.of("/lab", "/", "/vsis", "/vports", "/edges");

  private LabWarmUp() {}

  static void run() throws IOException, InterruptedException {
    try (LabLibrary library = LabLibrary.open()) {
      if (!(library.read(LAB) instanceof LabReader.Reading.Read(LabFile file))) {
        throw new IOException("there is no lab " + LAB);
      }
      Path directory = library.profiles();
      ProfileLibrary profiles = LabProfiles.load(directory).library();
      PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
      LabHost host =
          new LabHost(
              LAB,
              file,
              profiles,
              directory,
              lab ->
                  new LabTeller(nowhere, false, false, StandardCharsets.UTF_8, lab.lookingLines()),
              1,
              nowhere);
      try (ConfigurableApplicationContext manager = host.begin(library, 0)) {
        String base = "http://127.0.0.1:" + ManagerRole.port(manager);
        ManagerWarmUp.ask(base + manager.getBean(OneTimeLink.class).make());
        for (String page : PAGES) {
          ManagerWarmUp.ask(base + page);
        }
        Thread.sleep(1_000L * SECONDS);
      }
    }
  }
}
