/* SPDX-License-Identifier: Apache-2.0 */
/* A library that says that it was loaded, and leaves a file where it was made. */
#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void loaded(void) {
  int file = open(RAN, O_CREAT | O_WRONLY, 0600);
  if (file >= 0 && write(1, "BREACH preloaded\n", 17) == 17) close(file);
}
