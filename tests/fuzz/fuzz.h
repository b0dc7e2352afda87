/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every fuzz target is: a reader that is given any bytes at all, and has to read or refuse them.
 *
 * A target is one file with LLVMFuzzerTestOneInput(), linked twice: with libFuzzer where the compiler has it
 * (tests/fuzz/run), and with replay.c for the suite, which gives it every file of its corpus.
 */

#pragma once

#undef G_DISABLE_ASSERT

#include <gio/gio.h>

G_BEGIN_DECLS

/* The names and types that libFuzzer asks for. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* `error` is set, of one of `domains` (ended by 0), and its words can be shown. Frees it. */
void fuzz_assert_refused (GError *error, const GQuark *domains);
/* (transfer none): a path by which these bytes can be read, until the next call. */
const char *fuzz_file (const guint8 *data, gsize size);

G_END_DECLS
