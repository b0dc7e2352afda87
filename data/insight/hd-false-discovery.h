/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many of many alarms are false.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 1995): the q-value of each of
 * `p_values`, i.e. the share of false ones to be expected among all with a p-value as small. NAN is not a
 * test and gets NAN. */
void hd_false_discovery_q_values (const double *p_values, gsize n_values, double *q_values);

G_END_DECLS
