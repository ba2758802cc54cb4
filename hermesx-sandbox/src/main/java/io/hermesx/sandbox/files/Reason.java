// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.Optional;

/** Says why something about files failed: of many failures the JDK's own message is a bare path. */
public final class Reason {

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          NoSuchFileException.class, "there is no such file or folder",
          AccessDeniedException.class, "permission denied",
          FileAlreadyExistsException.class, "there is something of that name already",
          NotDirectoryException.class, "it is no folder",
          DirectoryNotEmptyException.class, "it is not empty");

  private Reason() {}

  /** Returns the path, if it is about one, and what is the matter; never empty. */
  public static String of(Throwable failure) {
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      String words = WORDS.getOrDefault(file.getClass(), file.getClass().getSimpleName());
      return file.getFile() == null ? words : file.getFile() + ": " + words;
    }
    return Optional.ofNullable(failure.getMessage())
        .filter(message -> !message.isBlank())
        .orElse(failure.getClass().getName());
  }
}
