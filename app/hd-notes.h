/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person wrote beside figures: a line of text pinned to a cell, kept in the store.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

#define HD_TYPE_NOTES (hd_notes_get_type ())
G_DECLARE_FINAL_TYPE (HdNotes, hd_notes, HD, NOTES, GObject)

/* ::changed (): there is another note, or one less. ::failed (const char *reason): it could not be kept. */
HdNotes *hd_notes_new (HdStore *store) G_GNUC_WARN_UNUSED_RESULT;

/* Cell (the text of its question) to note. Never changed, only replaced, so that any thread may read it.
 * (transfer none) (element-type utf8 utf8) */
GHashTable *hd_notes_get_all (HdNotes *self);
const char *hd_notes_get (HdNotes *self, const char *cell); /* (nullable) */
/* Empty or NULL takes the note away. Kept on a worker thread, for the store may be busy with a sync. */
void hd_notes_set (HdNotes *self, const char *cell, const char *text);

G_END_DECLS
