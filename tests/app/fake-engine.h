/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An engine that answers every query of the catalogue from a formula, for tests of what is made of answers.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

#define FAKE_TYPE_ENGINE (fake_engine_get_type ())
G_DECLARE_FINAL_TYPE (FakeEngine, fake_engine, FAKE, ENGINE, GObject)

/* `trend` is the difference that every comparison shows, in per cent. */
FakeEngine *fake_engine_new (HdCatalog *catalog, double trend);
/* The total that it answers for `kpi`. */
double fake_engine_total (FakeEngine *self, const char *kpi);
/* From now on every value is missing. */
void fake_engine_forget (FakeEngine *self);
/* From now on months differ a little, and the last whole one of the first part is so many times the others. */
void fake_engine_set_spike (FakeEngine *self, double factor);
guint fake_engine_get_n_queries (FakeEngine *self);

/* A folder with an empty store, its catalogue and an engine, joined into what presenters take. */
typedef struct
{
  char *dir;
  HdPresent present;
  FakeEngine *engine;
} FakePresent;

void fake_present_fill (FakePresent *self, const char *page, double trend);
void fake_present_clear (FakePresent *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FakePresent, fake_present_clear)

G_END_DECLS
