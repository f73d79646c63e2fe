package org.moorage.app;

/** {@code moorage COMMAND ...}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.out.println("moorage: no command is wired yet");
  }
}
