/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that fails beneath a whole program, whatever writes: to be preloaded.
 *
 * HD_DISK_AT=N: the Nth change of a regular file from the start, or of a file's name, fails; HD_DISK_KIND "full"
 * (no room, for all writes from then on), "error" (an I/O error, once) or "kill" (the program ends there as by
 * kill -9, the change not made). HD_DISK_NO_EXCHANGE: a file system that cannot exchange two names, as NFS. HD_DISK_COUNT=FILE: how many changes there were is written there at the end.
 */

#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long n_changes;
static long fails_at;
static int is_full, is_kill;

__attribute__ ((constructor)) static void
start (void)
{
  const char *at = getenv ("HD_DISK_AT"), *kind = getenv ("HD_DISK_KIND");

  fails_at = at != NULL ? atol (at) : 0;
  is_full = kind != NULL && strcmp (kind, "full") == 0;
  is_kill = kind != NULL && strcmp (kind, "kill") == 0;
}

__attribute__ ((destructor)) static void
finish (void)
{
  const char *path = getenv ("HD_DISK_COUNT");
  FILE *file = path != NULL ? fopen (path, "w") : NULL;

  if (file == NULL)
    return;
  fails_at = 0;
  fprintf (file, "%ld\n", (long)n_changes);
  fclose (file);
}

/* Counts a change; has it to fail? A full disk still flushes and still shortens files. */
static int
strikes_change (int takes_room)
{
  long number = atomic_fetch_add (&n_changes, 1) + 1;

  if (fails_at == 0 || (is_full ? number < fails_at || !takes_room : number != fails_at))
    return 0;
  if (is_kill)
    kill (getpid (), SIGKILL);
  errno = is_full ? ENOSPC : EIO;
  return 1;
}

static int
strikes (int fd, int takes_room)
{
  struct stat status;

  return fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && strikes_change (takes_room);
}

/* The function of that name which would have been called without us. */
#define REAL(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name))

ssize_t
write (int fd, const void *bytes, size_t length)
{
  return strikes (fd, 1) ? -1 : REAL (write) (fd, bytes, length);
}

ssize_t
pwrite (int fd, const void *bytes, size_t length, off_t offset)
{
  return strikes (fd, 1) ? -1 : REAL (pwrite) (fd, bytes, length, offset);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t length, off64_t offset)
{
  return strikes (fd, 1) ? -1 : REAL (pwrite64) (fd, bytes, length, offset);
}

int
fallocate (int fd, int mode, off_t offset, off_t length)
{
  return strikes (fd, 1) ? -1 : REAL (fallocate) (fd, mode, offset, length);
}

int
ftruncate64 (int fd, off64_t length)
{
  return strikes (fd, 0) ? -1 : REAL (ftruncate64) (fd, length);
}

int
fsync (int fd)
{
  return strikes (fd, 0) ? -1 : REAL (fsync) (fd);
}

int
fdatasync (int fd)
{
  return strikes (fd, 0) ? -1 : REAL (fdatasync) (fd);
}

int
rename (const char *from, const char *to)
{
  return strikes_change (0) ? -1 : REAL (rename) (from, to);
}

int
renameat2 (int from_fd, const char *from, int to_fd, const char *to, unsigned int flags)
{
  if (getenv ("HD_DISK_NO_EXCHANGE") != NULL && (flags & RENAME_EXCHANGE) != 0)
    {
      errno = EINVAL;
      return -1;
    }
  return strikes_change (0) ? -1 : REAL (renameat2) (from_fd, from, to_fd, to, flags);
}

int
unlink (const char *path)
{
  return strikes_change (0) ? -1 : REAL (unlink) (path);
}

int
linkat (int from_fd, const char *from, int to_fd, const char *to, int flags)
{
  return strikes_change (1) ? -1 : REAL (linkat) (from_fd, from, to_fd, to, flags);
}
