/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit log on the evidence screen.
 */

#include "config.h"

#include "hd-audit-trail.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hd-freshness.h"
#include "hd-list-rows.h"
#include "hd-store-audit.h"

#define MAX_ENTRIES 40

static const char *const heads[]
    = { N_ ("What"), N_ ("Done"), N_ ("By"), N_ ("When"), N_ ("Reason"), NULL };

/* In the order of HdAuditAction. */
static const char *const actions[]
    = { N_ ("taken in"),  N_ ("taken out"), N_ ("unlocked"), N_ ("sealed"),       N_ ("looked at"),
        N_ ("let go of"), N_ ("accepted"),  N_ ("refused"),  N_ ("tried in vain") };
G_STATIC_ASSERT (G_N_ELEMENTS (actions) == HD_AUDIT_N_ACTIONS);

/* A file by its name, whatever folder it is in; a question as it is. (transfer full) */
static char *
shorten (const char *object)
{
  return g_path_is_absolute (object) ? g_path_get_basename (object) : g_strdup (object);
}

static HdListRow *
make_row (const HdAuditEntry *entry, gint64 now)
{
  HdListRow *row = hd_list_row_new ();

  row->cells[0] = shorten (entry->object);
  row->cells[1] = g_strdup (_ (actions[entry->action]));
  row->cells[2] = g_strdup (entry->actor);
  row->cells[3] = hd_freshness_moment (entry->at, now);
  row->cells[4] = g_strdup (entry->reason != NULL ? entry->reason : "–");
  row->tooltip = g_strdup_printf ("#%" G_GINT64_FORMAT "\n%s\n%s", entry->number, entry->object,
                                  entry->hash);
  return row;
}

/* From here on nothing is proved. */
static HdListRow *
make_broken_row (gint64 number)
{
  HdListRow *row = hd_list_row_new ();

  row->cells[0]
      = g_strdup_printf (_ ("Entry %u was changed, or one before it taken out"), (guint)number);
  for (guint cell = 1; heads[cell] != NULL; cell++)
    row->cells[cell] = g_strdup ("–");
  row->status = HD_STATUS_WORSE;
  return row;
}

gpointer
hd_audit_trail_ask (const HdPresent *present, const char *argument, GError **error)
{
  gint64 broken;
  g_autoptr (GPtrArray) entries = hd_store_get_audit (present->store, 0, &broken, error);
  GPtrArray *rows;

  if (entries == NULL)
    return NULL;
  rows = hd_list_rows_new ();
  if (broken != 0)
    g_ptr_array_add (rows, make_broken_row (broken));
  for (guint index = entries->len; index > 0 && rows->len < MAX_ENTRIES; index--)
    g_ptr_array_add (rows, make_row (g_ptr_array_index (entries, index - 1), present->now));
  return rows;
}

GtkWidget *
hd_audit_trail_create (HdPage *page, const HdPageCard *card)
{
  return hd_list_card_new (page, _ ("Who Took Out and Looked at What"), heads);
}

void
hd_audit_trail_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  hd_list_card_show (widget, answer, heads, _ ("Nothing was taken in or out by hand."));
}
