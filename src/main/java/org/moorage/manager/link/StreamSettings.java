package org.moorage.manager.link;

import org.moorage.agentlink.AgentLink;
import org.moorage.manager.association.DueWithdrawals;
import org.moorage.manager.association.Ledger;
import org.moorage.manager.catalogue.Catalogue;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Puts the stream at its path. */
@Configuration
class StreamSettings {

  @Bean
  ServletRegistrationBean<StreamServlet> stream(
      EdgeStreams streams,
      Catalogue catalogue,
      Ledger ledger,
      DueWithdrawals due,
      LinkLimits limits,
      JsonMapper mapper) {
    ServletRegistrationBean<StreamServlet> registration =
        new ServletRegistrationBean<>(
            new StreamServlet(streams, catalogue, ledger, due, limits, mapper), AgentLink.STREAM);
    registration.setAsyncSupported(true);
    return registration;
  }
}
