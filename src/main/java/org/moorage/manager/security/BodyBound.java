package org.moorage.manager.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.moorage.agentlink.AgentLink;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses request bodies over {@link #MAX_OCTETS}: at once when they say their length, while they
 * are read when they do not.
 */
final class BodyBound extends OncePerRequestFilter {

  /** The largest anybody sends us is an agent's batch. */
  static final int MAX_OCTETS = AgentLink.MAX_BODY;

  /** What a multipart request may be, as set for uploads in manager.yml. */
  private final long maxUpload;

  private final Refusals refusals;

  BodyBound(long maxUpload, Refusals refusals) {
    this.maxUpload = maxUpload;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    long most = type.startsWith("multipart/") ? maxUpload : MAX_OCTETS;
    if (request.getContentLengthLong() > most) {
      refusals.refuse(
          request,
          response,
          HttpStatus.CONTENT_TOO_LARGE,
          "too-large",
          "the request has "
              + request.getContentLengthLong()
              + " octets; at most "
              + most
              + " are taken");
      return;
    }
    chain.doFilter(request.getContentLengthLong() < 0 ? new Counted(request) : request, response);
  }

  private static final class Counted extends HttpServletRequestWrapper {

    Counted(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new CountedStream(super.getInputStream());
    }
  }

  private static final class CountedStream extends ServletInputStream {

    private final ServletInputStream in;
    private long read;

    CountedStream(ServletInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      count(octet < 0 ? 0 : 1);
      return octet;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int got = in.read(into, from, most);
      count(Math.max(0, got));
      return got;
    }

    private void count(int more) throws IOException {
      read += more;
      if (read > MAX_OCTETS) {
        throw new IOException("the request has more than " + MAX_OCTETS + " octets");
      }
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
