package org.moorage.manager;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the connections to a PostgreSQL need beside their address. */
@Configuration
class DatabaseSettings {

  /** A manager without its database says so soon; agents and pages ask again. */
  private static final long CONNECT_MILLIS = 3_000;

  private static final String CONNECT_SECONDS = "3";

  /** No statement of ours takes as long; a server that vanished is noticed. */
  private static final String ANSWER_SECONDS = "60";

  @Bean
  static BeanPostProcessor connectionSettings() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
          pool.setConnectionTimeout(CONNECT_MILLIS);
          pool.setExceptionOverrideClassName(FileTrouble.class.getName());
          if (String.valueOf(pool.getJdbcUrl()).startsWith("jdbc:postgresql:")) {
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
            pool.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
            pool.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
            pool.addDataSourceProperty("tcpKeepAlive", "true");
          }
        }
        return bean;
      }
    };
  }
}
