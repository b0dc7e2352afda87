/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The group of preferences about how many years of figures stay on this machine.
 */

#pragma once

#include <adwaita.h>

#include "hd-session.h"

G_BEGIN_DECLS

#define HD_TYPE_RETENTION_GROUP (hd_retention_group_get_type ())
G_DECLARE_FINAL_TYPE (HdRetentionGroup,
                      hd_retention_group,
                      HD,
                      RETENTION_GROUP,
                      AdwPreferencesGroup)

/* Whose store it is about; `session` (nullable) may be closed, and then nothing can be changed. */
void hd_retention_group_set_session (HdRetentionGroup *self, HdSession *session);

G_END_DECLS
