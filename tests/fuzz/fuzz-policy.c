/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: policy files. What is read can be asked.
 */

#include "config.h"

#include "fuzz.h"

#include "hd-policy.h"

static void
ask (const HdPolicy *policy)
{
  static const char *const formats[] = { "pdf", "png", "svg", "csv", "xlsx", "package" };
  static const GQuark *domains = NULL;

  if (domains == NULL)
    domains = g_memdup2 ((GQuark[]){ HD_POLICY_ERROR, 0 }, 2 * sizeof *domains);
  for (guint index = 0; index < G_N_ELEMENTS (formats); index++)
    {
      g_autoptr (GError) error = NULL;

      if (!hd_policy_check_export (policy, formats[index], &error))
        fuzz_assert_refused (g_steal_pointer (&error), domains);
      if (!hd_policy_check_source (policy, "https://feeds.customs.example/x", &error))
        fuzz_assert_refused (g_steal_pointer (&error), domains);
      if (!hd_policy_check_reason (policy, "export", index % 2 ? "why" : NULL, &error))
        fuzz_assert_refused (g_steal_pointer (&error), domains);
      if (!hd_policy_check_sealed (policy, index % 2, &error))
        fuzz_assert_refused (g_steal_pointer (&error), domains);
    }
  hd_policy_is_confidential (policy, "01B1");
  hd_policy_get_ca_file (policy);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *paths[] = { fuzz_file (data, size), NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPolicy) policy = hd_policy_load_files (paths, &error);

  if (policy == NULL)
    fuzz_assert_refused (g_steal_pointer (&error), (GQuark[]){ HD_POLICY_ERROR, 0 });
  else
    ask (policy);
  return 0;
}
