/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: SDMX-JSON data messages, against the structure that they carry and against a known one.
 */

#include "config.h"

#include "fuzz.h"

#include "hd-feed-error.h"
#include "hd-sdmx-json.h"

static void
add_dimension (HdStructure *structure, const char *id, const char *code)
{
  g_autoptr (HdCodeList) list = hd_code_list_new (id);

  if (code != NULL)
    {
      hd_code_list_add (list, &(HdCodeInfo){ .id = code,
                                             .parent = HD_CODE_NONE,
                                             .valid_from = HD_DAY_NONE,
                                             .valid_to = HD_DAY_NONE });
      hd_code_list_close (list);
    }
  hd_structure_add_dimension (structure, &(HdDimension){ .id = id, .codes = list });
}

/* That of the specification's examples: exchange rates. */
static HdStructures *
make_structures (void)
{
  HdStructures *structures = hd_structures_new ();
  g_autoptr (HdStructure) rates = hd_structure_new ("ECB", "EXR", "1.0.0");

  add_dimension (rates, "FREQ", "D");
  add_dimension (rates, "CURRENCY", NULL);
  add_dimension (rates, "CURRENCY_DENOM", NULL);
  add_dimension (rates, "EXR_TYPE", NULL);
  add_dimension (rates, "EXR_SUFFIX", NULL);
  hd_structure_add_measure (rates, &(HdMeasure){ .id = "OBS_VALUE", .is_real = TRUE });
  hd_structures_add (structures, rates);
  return structures;
}

/* Every row is of codes that are there. */
static void
walk (const HdMessage *message)
{
  for (guint part = 0; part < message->parts->len; part++)
    {
      const HdRows *rows = message->parts->pdata[part];

      for (guint index = 0; index < hd_structure_get_n_dimensions (rows->structure); index++)
        {
          guint n_codes
              = hd_code_list_get_n (hd_structure_get_dimension (rows->structure, index)->codes);

          for (guint row = 0; row < rows->n_rows; row++)
            g_assert_true (rows->codes[index][row] < n_codes
                           || rows->action[row] == HD_ACTION_DELETE);
        }
    }
}

static void
read_message (const guint8 *data, gsize size, HdStructures *structures, HdStructures **own)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdMessage) message
      = hd_sdmx_json_read ((const char *)data, size, structures, 1000, own, &error);

  if (message == NULL)
    fuzz_assert_refused (g_steal_pointer (&error), (GQuark[]){ HD_FEED_ERROR, 0 });
  else
    walk (message);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HdStructures) structures = make_structures ();
  g_autoptr (HdStructures) own = NULL;

  read_message (data, size, NULL, &own);
  read_message (data, size, structures, NULL);
  return 0;
}
