package org.moorage.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The data directory of an agent, which no other agent uses at the same time. */
public final class AgentDirectory implements AutoCloseable {

  private final Path path;
  private final FileChannel lockFile;

  private AgentDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the directory where it is missing, and takes it.
   *
   * @throws IOException whose message says what to do
   */
  public static AgentDirectory open(Path path) throws IOException {
    FileChannel opened;
    try {
      Files.createDirectories(path);
      opened =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw new IOException(
          path
              + " cannot be used as data directory ("
              + e.getClass().getSimpleName().replace("Exception", "")
              + " at "
              + e.getFile()
              + "); make it writable or name another with --data-dir",
          e);
    }
    if (lock(opened) == null) {
      opened.close();
      throw new IOException(
          "another agent uses the data directory "
              + path
              + "; stop it, or give this one its own with --name or --data-dir");
    }
    return new AgentDirectory(path, opened);
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  public Path path() {
    return path;
  }

  /** Lets the directory go; the system does it when the process ends in any other way. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
