/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small customs service in memory: structures, a catalogue and generated rows, for tests of the engine.
 *
 * Thirteen offices in four regions (map 2025) or three departments (map 2024), one of them of the centre;
 * B2 opens on 2025-06-01 and C1 closes on 2025-03-31. Days run from 2024-01-01 to 2026-03-10, civil months
 * to 2026-02, reporting months to 2026-02.
 */

#pragma once

#include "hd-local-engine-private.h"

typedef struct
{
  HdStructures *structures;
  HdCatalog *catalog;
  GHashTable *rows; /* (element-type utf8 GPtrArray): HdRows a year, by dataset */
  guint64 generation;
  guint64 random;
} CubeFixture;

/* Structures and catalogue, no rows. */
CubeFixture *cube_fixture_new (void);
/* And every dataset filled. */
CubeFixture *cube_fixture_new_filled (void);
void cube_fixture_free (CubeFixture *fixture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CubeFixture, cube_fixture_free)

/* Borrow the fixture, which must live longer. */
HdCubeSource cube_fixture_make_source (CubeFixture *fixture);
HdEngine *cube_fixture_make_engine (CubeFixture *fixture);
/* `codes` are ids, one a dimension; rows of a year must come in order of time. */
void cube_fixture_add (CubeFixture *fixture,
                       const char *dataset,
                       HdDay day,
                       const char *const *codes,
                       const HdNumber *values,
                       HdStatus status);
/* The same number again after each start: 0 … limit-1. */
guint cube_fixture_random (CubeFixture *fixture, guint limit);

/* The one who asks: parses and answers, and fails the test on an error. */
HdFrame *cube_ask (HdEngine *engine, const char *text);
/* Expects the error. */
void cube_refuse (HdEngine *engine, const char *text, int code, const char *part_of_message);
/* The only cell of a query without groups. */
gint64 cube_ask_int64 (HdEngine *engine, const char *text);
double cube_ask_double (HdEngine *engine, const char *text);

/* For oracles: calls `func` for each row, with the ids of its codes. */
typedef void (*CubeRowFunc) (HdDay day, const char **ids, const HdNumber *values, gpointer data);
void cube_for_each_row (CubeFixture *fixture, const char *dataset, CubeRowFunc func, gpointer data);
HdDay cube_day (const char *text);

/* The filled fixture and its engine, for g_test_add(). */
typedef struct
{
  CubeFixture *fixture;
  HdEngine *engine;
} CubeSetup;
void cube_setup_fill (CubeSetup *setup, gconstpointer data);
void cube_setup_clear (CubeSetup *setup, gconstpointer data);
