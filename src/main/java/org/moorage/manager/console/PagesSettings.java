package org.moorage.manager.console;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How pages are served. */
@Configuration
class PagesSettings implements WebMvcConfigurer {

  private final FrameInterceptor frame;

  PagesSettings(FrameInterceptor frame) {
    this.frame = frame;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(frame);
  }
}
