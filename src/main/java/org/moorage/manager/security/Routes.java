package org.moorage.manager.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.moorage.agentlink.AgentLink;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Which route asks for which role. */
@Configuration
class Routes {

  @Bean
  SecurityFilterChain filterChain(
      HttpSecurity http, @Value("${moorage.agent-token:}") String token) {
    return http.authorizeHttpRequests(requests ->
            requests
                .requestMatchers("/health")
                .permitAll()
                .requestMatchers(AgentLink.ROOT + "/**")
                .hasRole("AGENT")
                .anyRequest()
                .hasRole("NETWORK_ADMIN"))
        .csrf(csrf -> csrf.ignoringRequestMatchers("/api/**"))
        .httpBasic(Customizer.withDefaults())
        .formLogin(Customizer.withDefaults())
        .addFilterBefore(new AgentToken(token), BasicAuthenticationFilter.class)
        .build();
  }

  @Bean
  UserDetailsService people(@Value("${moorage.admin-password}") String password) {
    String hash = PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(password);
    return new InMemoryUserDetailsManager(
        User.withUsername("admin").password(hash).roles("NETWORK_ADMIN").build());
  }

  /** The fixed token of a lab's agents. */
  private static final class AgentToken extends OncePerRequestFilter {

    private final byte[] expected;

    AgentToken(String token) {
      expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      String said = request.getHeader("Authorization");
      if (said != null && MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), expected)) {
        SecurityContextHolder.getContext()
            .setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(
                    "agent", "", List.of(new SimpleGrantedAuthority("ROLE_AGENT"))));
      }
      chain.doFilter(request, response);
    }
  }
}
