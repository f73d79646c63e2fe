package org.moorage.manager;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.core.SpringProperties;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.util.ClassUtils;

/**
 * The manager as Spring sees it. The clock and the source of chance are handed in by who starts it.
 * Features may name their parts alike: a bean is called by its whole name.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@EnableScheduling
public class ManagerApplication {

  /** What the build made of {@link #main}; there in a distribution, not in tests. */
  private static final String PARTS =
      ManagerApplication.class.getName() + "__ApplicationContextInitializer";

  /**
   * What the build looks at to work out beforehand which parts there are; a manager is started by
   * {@code app.ManagerRole}.
   */
  public static void main(String[] words) {
    application().run(words);
  }

  /** The application as it is whoever starts it. */
  public static SpringApplication application() {
    // Where its settings are is read before any other setting.
    System.setProperty("spring.config.name", "manager");
    if (ClassUtils.isPresent(PARTS, null)) {
      SpringProperties.setFlag(AotDetector.AOT_ENABLED);
    }
    SpringApplication application = new SpringApplication(ManagerApplication.class);
    application.setMainApplicationClass(ManagerApplication.class);
    application.setLogStartupInfo(false);
    return application;
  }
}
