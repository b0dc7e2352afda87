/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The error domain of packages.
 */

#include "config.h"

#include "hd-package-error.h"

G_DEFINE_QUARK (hd_package_error_quark, hd_package_error)
