/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be wrong with a package or a key.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HD_PACKAGE_ERROR (hd_package_error_quark ())
typedef enum
{
  HD_PACKAGE_ERROR_NOT_A_PACKAGE, /* something else, or written by a newer program */
  HD_PACKAGE_ERROR_CHANGED, /* cut short, or a byte of it is not as it was signed */
  HD_PACKAGE_ERROR_UNTRUSTED, /* signed by a key that nobody here trusts */
  HD_PACKAGE_ERROR_NOT_FOR_US, /* sealed for another recipient, or our key was not given */
  HD_PACKAGE_ERROR_OUT_OF_ORDER, /* the package that it goes on from is not in */
  HD_PACKAGE_ERROR_SCOPE, /* an unknown dimension or code; or a row outside what it says it holds */
  HD_PACKAGE_ERROR_KEY, /* not a key, or the wrong half of one */
  HD_PACKAGE_ERROR_OTHER_SOURCE, /* its structure would drop datasets that the store has from elsewhere */
  HD_PACKAGE_ERROR_BUSY, /* the store was written while it was being packed */
} HdPackageError;
GQuark hd_package_error_quark (void);

G_END_DECLS
