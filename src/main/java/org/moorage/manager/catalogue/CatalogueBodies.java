package org.moorage.manager.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Turns bodies away that are longer than anything the catalogue takes, before reading them. */
@Configuration
class CatalogueBodies implements WebMvcConfigurer, HandlerInterceptor {

  /** The longest text, each of its octets escaped, and its frame. */
  static final long MAX_BODY = 2L << 20;

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns(TypesApi.PATH + "/**", "/api/v1/groups");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getContentLengthLong() > MAX_BODY) {
      throw Refusal.tooLarge(
          "the request has " + request.getContentLengthLong() + " bytes; at most " + MAX_BODY);
    }
    return true;
  }
}
