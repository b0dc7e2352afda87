/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hồ sơ số liệu: every source system with its age, and any dataset looked into.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "sentences", "evidence", 60, 1, FALSE, "!dataset" },
  { "chart", "data-trust", 37, 3, FALSE, "!dataset" },
  { "engine", NULL, 23, 3, FALSE, "!dataset" },
  { "chart", "system-health", 60, 3, FALSE, "!dataset" },
  { "differences", NULL, 60, 5, FALSE, "!dataset" },
  { "revisions", NULL, 30, 3, FALSE, "!dataset" },
  { "anomalies", NULL, 30, 3, FALSE, "!dataset" },
  { "datasets", NULL, 60, 12, TRUE, "!dataset" },
  { "kpis", NULL, 26, 12, TRUE, "dataset" },
  { "chart", "dataset-trend", 34, 8, TRUE, "dataset" },
  { "chart", "dataset-parts", 34, 10, TRUE, "dataset" },
  { "audit", NULL, 60, 6, TRUE, "!dataset" },
  { "messages", NULL, 60, 6, TRUE, NULL },
  { "refusals", NULL, 60, 3, TRUE, NULL },
};

const HdPageInfo hd_page_evidence = { "evidence", N_ ("Evidence"), cards, G_N_ELEMENTS (cards) };
