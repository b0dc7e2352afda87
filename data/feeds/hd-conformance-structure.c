/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The points about the structure message.
 */

#include "config.h"

#include "hd-conformance-check.h"

#include <string.h>

#include "hd-sdmx-reader.h"
#include "hd-sdmx-structure.h"

#define MAX_SKEW_S 600

HdConformanceVerdict
hd_point_structure (HdCheck *check, HdConformancePoint *point)
{
  HdFetch fetch = { .client = check->client,
                    .path = check->structure_path,
                    .is_file = check->is_folder,
                    .accept = HD_SDMX_MEDIA_STRUCTURE };
  GError *error = NULL;
  g_autoptr (GBytes) body
      = hd_fetch_bytes (&fetch, HD_CHECK_MAX_BYTES, &check->structure, check->cancellable, &error);

  if (body != NULL)
    check->structures
        = hd_sdmx_structure_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);
  if (error != NULL)
    return hd_check_fail (point, error);
  if (check->structures != NULL && hd_structures_get_n (check->structures) > 0)
    return HD_CONFORMS;
  return hd_check_find (point, HD_FINDING_NO_DATASETS);
}

HdConformanceVerdict
hd_point_structure_etag (HdCheck *check, HdConformancePoint *point)
{
  if (check->structures == NULL)
    return HD_CONFORMS_UNASKED;
  if (check->structure.etag == NULL)
    return hd_check_find (point, HD_FINDING_MISSING);
  return hd_check_status (point,
                          hd_check_ask (check, check->client, check->structure_path,
                                        HD_SDMX_MEDIA_STRUCTURE, check->structure.etag),
                          304, 304);
}

/* Ages of figures are told by our clock, deltas by the server's. */
HdConformanceVerdict
hd_point_clock (HdCheck *check, HdConformancePoint *point)
{
  gint64 skew = ABS (check->structure.date - check->options->now);

  if (check->structures == NULL)
    return HD_CONFORMS_UNASKED;
  if (check->structure.date == 0)
    return hd_check_find (point, HD_FINDING_MISSING);
  return skew <= MAX_SKEW_S ? HD_CONFORMS
                            : hd_check_count (point, HD_FINDING_CLOCK, (guint64)skew, 0);
}

/* Every dataset passes `is_good`, or the first that does not is told. */
static HdConformanceVerdict
every_dataset (HdCheck *check,
               HdConformancePoint *point,
               gboolean (*is_good) (HdStructure *dataset))
{
  for (guint at = 0; check->structures != NULL && at < hd_structures_get_n (check->structures);
       at++)
    {
      HdStructure *dataset = hd_structures_get (check->structures, at);

      if (is_good (dataset))
        continue;
      point->subject = g_strdup (hd_structure_get_id (dataset));
      return hd_check_find (point, HD_FINDING_DATASET);
    }
  return check->structures == NULL ? HD_CONFORMS_UNASKED : HD_CONFORMS;
}

static gboolean
has_names (HdStructure *dataset)
{
  const char *vi = hd_structure_get_name (dataset, "vi"),
             *en = hd_structure_get_name (dataset, "en");

  return strcmp (vi, hd_structure_get_id (dataset)) != 0 && strcmp (vi, en) != 0;
}

HdConformanceVerdict
hd_point_names (HdCheck *check, HdConformancePoint *point)
{
  return every_dataset (check, point, has_names);
}

static gboolean
has_frequency (HdStructure *dataset)
{
  return hd_structure_get_grain (dataset) != HD_GRAIN_SPAN;
}

HdConformanceVerdict
hd_point_frequency (HdCheck *check, HdConformancePoint *point)
{
  return every_dataset (check, point, has_frequency);
}

static gboolean
has_extraction_time (HdStructure *dataset)
{
  return hd_structure_has_attribute (dataset, "EXTRACTED_AT");
}

HdConformanceVerdict
hd_point_extracted_at (HdCheck *check, HdConformancePoint *point)
{
  return every_dataset (check, point, has_extraction_time);
}

static gboolean
has_coded_dimensions (HdStructure *dataset)
{
  for (guint at = 0; at < hd_structure_get_n_dimensions (dataset); at++)
    if (!hd_code_list_is_closed (hd_structure_get_dimension (dataset, at)->codes))
      return FALSE;
  return TRUE;
}

HdConformanceVerdict
hd_point_code_lists (HdCheck *check, HdConformancePoint *point)
{
  return every_dataset (check, point, has_coded_dimensions);
}
