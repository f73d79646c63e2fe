package org.moorage.agent.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A file in memory: it grows by pieces and is never copied as a whole. One thread writes it. */
final class CaptureFile extends OutputStream {

  private static final int PIECE = 64 << 10;

  private final List<byte[]> pieces = new ArrayList<>();
  private int size;

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int from, int length) {
    int at = from;
    int left = length;
    while (left > 0) {
      int used = size % PIECE;
      if (used == 0) {
        pieces.add(new byte[PIECE]);
      }
      int some = Math.min(left, PIECE - used);
      System.arraycopy(octets, at, pieces.getLast(), used, some);
      size += some;
      at += some;
      left -= some;
    }
  }

  int size() {
    return size;
  }

  /** Only once nobody writes any more. */
  void copyTo(OutputStream out) throws IOException {
    int left = size;
    for (byte[] piece : pieces) {
      int some = Math.min(left, PIECE);
      out.write(piece, 0, some);
      left -= some;
    }
  }
}
