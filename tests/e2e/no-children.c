/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * no-children [--offline] PROGRAM [ARGUMENT…]: runs a program under a seccomp filter by which the kernel kills it
 * when it starts another process or program, and with --offline also when it opens a socket to anything but
 * this machine's own files. Threads are allowed.
 */

#include "config.h"

#include <errno.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int
forbid (scmp_filter_ctx filter, int call)
{
  return seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, call, 0);
}

/* The one execve() that is allowed is our own: by the address of its path, which lies nowhere in the program that
 * comes after. */
static int
add_rules (scmp_filter_ctx filter, const char *path, int is_offline)
{
  int problem = 0;

  problem |= seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS (execve), 1,
                               SCMP_A0 (SCMP_CMP_NE, (scmp_datum_t)(size_t)path));
  problem |= forbid (filter, SCMP_SYS (execveat));
  problem |= forbid (filter, SCMP_SYS (fork));
  problem |= forbid (filter, SCMP_SYS (vfork));
  problem |= seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS (clone), 1,
                               SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  /* Its flags lie in memory, where no filter can look; the C library then takes clone(). */
  problem |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0);
  for (int family = AF_INET; is_offline && family < AF_MAX; family++)
    problem |= seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS (socket), 1,
                                 SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t)family));
  return problem;
}

int
main (int argc, char *argv[])
{
  int is_offline = argc > 1 && strcmp (argv[1], "--offline") == 0;
  char **command = argv + 1 + is_offline;
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  if (argc < 2 + is_offline || filter == NULL)
    return 2;
  if (add_rules (filter, command[0], is_offline) != 0 || seccomp_load (filter) != 0)
    {
      fprintf (stderr, "no-children: this kernel takes no filter\n");
      return 77;
    }
  execve (command[0], command, environ);
  perror (command[0]);
  return 127;
}
