/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Serves datasets from files: --data DIR with NAME.csv (SDMX-CSV) and NAME.structure.json beside it.
 */

#pragma once

#include <gio/gio.h>

#include "hd-sample-world.h"

G_BEGIN_DECLS

typedef struct _HdCentralFiles HdCentralFiles;

/* Adds what is in `dir` to the world; a dataset of the sample with the same id gives way. The files must
 * outlive the world's use of them. */
HdCentralFiles *hd_central_files_load (HdSampleWorld *world,
                                       const char *dir,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_central_files_free (HdCentralFiles *files);

G_END_DECLS
