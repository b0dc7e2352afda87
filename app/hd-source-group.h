/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The group of preferences about the feed server: where it is, who we are to it, what may come.
 */

#pragma once

#include <adwaita.h>

#include "hd-session.h"

G_BEGIN_DECLS

#define HD_TYPE_SOURCE_GROUP (hd_source_group_get_type ())
G_DECLARE_FINAL_TYPE (HdSourceGroup, hd_source_group, HD, SOURCE_GROUP, AdwPreferencesGroup)

/* (nullable): its store knows which units there are. */
void hd_source_group_set_session (HdSourceGroup *self, HdSession *session);

G_END_DECLS
