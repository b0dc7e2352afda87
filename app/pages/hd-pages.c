/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screens in their order. A new one is a file with a table, and a row here.
 */

#include "config.h"

#include "hd-pages.h"

const HdPageInfo *const hd_pages[] = {
  &hd_page_morning,  &hd_page_revenue,  &hd_page_clearance, &hd_page_violations,
  &hd_page_evidence, &hd_page_forecast, &hd_page_map,       &hd_page_single_window,
  &hd_page_digital,  &hd_page_systems,  &hd_page_glossary,
};

const guint hd_n_pages = G_N_ELEMENTS (hd_pages);

const HdPageInfo *
hd_pages_find (const char *id)
{
  for (guint index = 0; index < hd_n_pages; index++)
    if (g_str_equal (hd_pages[index]->id, id))
      return hd_pages[index];
  return NULL;
}
