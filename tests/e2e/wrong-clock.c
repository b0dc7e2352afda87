/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A machine whose clock is wrong, for a whole program: to be preloaded. HD_CLOCK_SHIFT_S: so many seconds are added to
 * the time of day; what counts from the machine's start stays.
 */

#include "config.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t
shift (void)
{
  const char *text = getenv ("HD_CLOCK_SHIFT_S");

  return text != NULL ? atol (text) : 0;
}

__attribute__ ((visibility ("default"))) int
clock_gettime (clockid_t id, struct timespec *now)
{
  static int (*real) (clockid_t, struct timespec *) = NULL;
  int status;

  if (real == NULL)
    *(void **)&real = dlsym (RTLD_NEXT, "clock_gettime");
  status = real (id, now);
  if (status == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
    now->tv_sec += shift ();
  return status;
}

__attribute__ ((visibility ("default"))) time_t
time (time_t *place)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (place != NULL)
    *place = now.tv_sec;
  return now.tv_sec;
}

__attribute__ ((visibility ("default"))) int
gettimeofday (struct timeval *restrict place, void *restrict zone)
{
  struct timespec now;

  (void)zone;
  clock_gettime (CLOCK_REALTIME, &now);
  *place = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
  return 0;
}
