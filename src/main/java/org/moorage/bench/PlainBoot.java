package org.moorage.bench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The peer of the agent's start: a Spring Boot application with web, JPA and H2 and nothing in it.
 */
@SpringBootApplication
public class PlainBoot {

  public static void main(String[] args) {
    SpringApplication.run(PlainBoot.class, args);
  }
}
