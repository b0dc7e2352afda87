/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An engine that answers every query of the catalogue from a formula, for tests of what is made of answers.
 */

#undef G_DISABLE_ASSERT

#include "fake-engine.h"

#include <gio/gio.h>
#include <math.h>

#define N_PARTS 4
#define N_MONTHS 36

struct _FakeEngine
{
  GObject parent_instance;
  HdCatalog *catalog;
  double trend;
  double
      spike; /* of the last whole month of the first part, as a factor; 0: all months are alike */
  gboolean is_empty;
  guint n_queries;
  HdCodeList *codes;
};

static void fake_engine_iface_init (HdEngineInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeEngine,
                               fake_engine,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HD_TYPE_ENGINE, fake_engine_iface_init))

/* Large for money, small for rates, a whole number for what is counted. */
static double
value_of (const HdKpi *kpi, guint row)
{
  double size = g_str_has_prefix (kpi->unit, "VND") ? 4e14
                : g_str_equal (kpi->unit, "%")      ? 40
                                                    : 5000;

  return floor (size / (1 + row) + g_str_hash (kpi->id) % 50);
}

static HdDay
last_day (void)
{
  return hd_day_from_ymd (2026, 11, 21);
}

static void
add_columns (FakeEngine *self, HdFrameBuilder *builder, const HdQuery *query)
{
  static const char *const suffixes[] = { "", ".base", ".difference", ".percent" };

  for (guint index = 0; index < query->groups->len; index++)
    {
      const HdGroup *group = g_ptr_array_index (query->groups, index);
      g_autofree char *id = g_strjoin (":", group->dimension, group->level, NULL);
      gboolean is_time = g_str_equal (group->dimension, "time");
      const HdColumn column
          = { id, HD_COLUMN_DIMENSION, is_time ? HD_CELL_PERIOD : HD_CELL_CODE, NULL };

      hd_frame_builder_add_column (builder, &column, is_time ? NULL : self->codes);
    }
  for (guint kpi = 0; query->kpis[kpi] != NULL; kpi++)
    for (guint kind = 0; kind < (query->compare == HD_COMPARE_NONE ? 1 : 4); kind++)
      {
        g_autofree char *id = g_strconcat (query->kpis[kpi], suffixes[kind], NULL);
        const HdColumn column = { id, HD_COLUMN_VALUE + kind, HD_CELL_DOUBLE,
                                  hd_catalog_find_kpi (self->catalog, query->kpis[kpi])->unit };

        hd_frame_builder_add_column (builder, &column, NULL);
      }
}

static void
add_values (FakeEngine *self,
            HdFrameBuilder *builder,
            const HdQuery *query,
            guint row,
            guint month,
            guint part)
{
  gboolean is_spike = month == N_MONTHS - 2 && part == 0;
  double shape = self->spike == 0 ? 1
                 : is_spike       ? self->spike
                                  : 1 + 0.04 * sin (7.3 * month + 2.1 * part);
  guint column = query->groups->len;

  for (guint index = 0; query->kpis[index] != NULL; index++)
    {
      const HdKpi *kpi = hd_catalog_find_kpi (self->catalog, query->kpis[index]);
      double value = self->is_empty ? NAN : floor (shape * value_of (kpi, part));
      double base = value / (1 + self->trend / 100);

      hd_frame_builder_set_double (builder, row, column++, value, 0);
      if (query->compare == HD_COMPARE_NONE)
        continue;
      hd_frame_builder_set_double (builder, row, column++, base, 0);
      hd_frame_builder_set_double (builder, row, column++, value - base, 0);
      hd_frame_builder_set_double (builder, row, column++, 100 * (value - base) / base, 0);
    }
}

static void
add_row (FakeEngine *self, HdFrameBuilder *builder, const HdQuery *query, guint month, guint part)
{
  guint row = hd_frame_builder_add_row (builder);

  for (guint index = 0; index < query->groups->len; index++)
    {
      const HdGroup *group = g_ptr_array_index (query->groups, index);
      HdPeriod now = hd_period_containing (last_day (), HD_GRAIN_MONTH, HD_MONTH_START_CIVIL);

      if (g_str_equal (group->dimension, "time"))
        hd_frame_builder_set_period (builder, row, index,
                                     hd_period_shift (now, (int)month + 1 - N_MONTHS));
      else
        hd_frame_builder_set_code (builder, row, index, (HdCode)part);
    }
  add_values (self, builder, query, row, month, part);
}

static HdFrame *
fake_query (HdEngine *engine, const HdQuery *query, GCancellable *cancellable, GError **error)
{
  FakeEngine *self = FAKE_ENGINE (engine);
  HdFrameBuilder *builder = hd_frame_builder_new ();
  gboolean has_time = FALSE;
  g_autofree char *text = hd_query_to_string (query);
  guint n_parts;

  self->n_queries++;
  for (guint index = 0; index < query->groups->len; index++)
    has_time
        |= g_str_equal (((HdGroup *)g_ptr_array_index (query->groups, index))->dimension, "time");
  n_parts = query->groups->len > (has_time ? 1 : 0) ? N_PARTS : 1;
  add_columns (self, builder, query);
  for (guint month = 0; month < (has_time ? N_MONTHS : 1); month++)
    for (guint part = 0; part < n_parts; part++)
      add_row (self, builder, query, month, part);
  hd_frame_builder_set_evidence (builder, text, query->as_of, 1795304400, NULL);
  hd_frame_builder_set_spans (
      builder, hd_period_span (hd_day_from_ymd (2026, 1, 1), last_day ()),
      hd_period_span (hd_day_from_ymd (2025, 1, 1), hd_day_from_ymd (2025, 11, 21)));
  return hd_frame_builder_finish (builder);
}

static const char *
fake_get_name (HdEngine *engine)
{
  return "fake";
}

static void
fake_engine_iface_init (HdEngineInterface *iface)
{
  iface->query = fake_query;
  iface->get_name = fake_get_name;
}

static void
fake_engine_finalize (GObject *object)
{
  FakeEngine *self = FAKE_ENGINE (object);

  hd_catalog_unref (self->catalog);
  hd_code_list_unref (self->codes);
  G_OBJECT_CLASS (fake_engine_parent_class)->finalize (object);
}

static void
fake_engine_class_init (FakeEngineClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_engine_finalize;
}

static void
fake_engine_init (FakeEngine *self)
{
  self->codes = hd_code_list_new ("PARTS");
  for (guint index = 0; index < N_PARTS; index++)
    {
      g_autofree char *id = g_strdup_printf ("P%u", index);
      g_autofree char *name = g_strdup_printf ("Part %u", index);
      const HdCodeInfo info = { id, name, name, HD_CODE_NONE, NAN, NAN, HD_DAY_NONE, HD_DAY_NONE };

      hd_code_list_add (self->codes, &info);
    }
}

FakeEngine *
fake_engine_new (HdCatalog *catalog, double trend)
{
  FakeEngine *self = g_object_new (FAKE_TYPE_ENGINE, NULL);

  self->catalog = hd_catalog_ref (catalog);
  self->trend = trend;
  return self;
}

double
fake_engine_total (FakeEngine *self, const char *kpi)
{
  return value_of (hd_catalog_find_kpi (self->catalog, kpi), 0);
}

void
fake_engine_set_spike (FakeEngine *self, double factor)
{
  self->spike = factor;
}

void
fake_engine_forget (FakeEngine *self)
{
  self->is_empty = TRUE;
}

guint
fake_engine_get_n_queries (FakeEngine *self)
{
  return self->n_queries;
}

/* Units with one map, so that a drill has a next step. */
static HdStructures *
make_structures (void)
{
  static const char *const levels[] = { "nation", "region", "office", NULL };
  HdStructures *structures = hd_structures_new ();
  g_autoptr (HdCodeList) units = hd_code_list_new ("UNIT");
  const HdCodeInfo nation = { "VN", "VN", "VN", HD_CODE_NONE, NAN, NAN, HD_DAY_NONE, HD_DAY_NONE };
  g_autoptr (HdHierarchy) map = NULL;

  hd_code_list_add (units, &nation);
  map = hd_hierarchy_new ("MAP2025", units, levels);
  hd_hierarchy_add (map, 0, HD_CODE_NONE, 0);
  hd_structures_add_hierarchy (structures, map);
  return structures;
}

void
fake_present_fill (FakePresent *self, const char *page, double trend)
{
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("haidang-present-XXXXXX", &error);
  g_assert_no_error (error);
  self->present.store = hd_store_open (self->dir, HD_STORE_WRITE | HD_STORE_CREATE, &error);
  g_assert_no_error (error);
  self->present.catalog = hd_catalog_load (&error);
  g_assert_no_error (error);
  self->engine = fake_engine_new (self->present.catalog, trend);
  self->present.engine = HD_ENGINE (self->engine);
  self->present.structures = make_structures ();
  self->present.scope = hd_scope_new (page);
  self->present.lang = "vi";
  self->present.now = 1795307520;
}

static void
remove_folder (const char *dir)
{
  g_autoptr (GFile) folder = g_file_new_for_path (dir);
  g_autoptr (GFileEnumerator) files = g_file_enumerate_children (
      folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *file;

  while (files != NULL && g_file_enumerator_iterate (files, NULL, &file, NULL, NULL)
         && file != NULL)
    g_file_delete (file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

void
fake_present_clear (FakePresent *self)
{
  g_clear_object (&self->engine);
  g_clear_object (&self->present.store);
  g_clear_pointer (&self->present.catalog, hd_catalog_unref);
  g_clear_pointer (&self->present.structures, hd_structures_unref);
  g_clear_pointer (&self->present.scope, hd_scope_unref);
  if (self->dir != NULL)
    remove_folder (self->dir);
  g_clear_pointer (&self->dir, g_free);
}
