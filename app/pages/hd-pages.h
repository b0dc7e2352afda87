/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of the screens, one a file.
 */

#pragma once

#include "hd-page.h"

G_BEGIN_DECLS

extern const HdPageInfo hd_page_morning;
extern const HdPageInfo hd_page_revenue;
extern const HdPageInfo hd_page_clearance;
extern const HdPageInfo hd_page_violations;
extern const HdPageInfo hd_page_evidence;
extern const HdPageInfo hd_page_forecast;
extern const HdPageInfo hd_page_map;
extern const HdPageInfo hd_page_single_window;
extern const HdPageInfo hd_page_digital;
extern const HdPageInfo hd_page_systems;
extern const HdPageInfo hd_page_glossary;

G_END_DECLS
