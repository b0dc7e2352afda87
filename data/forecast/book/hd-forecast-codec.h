/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entries of the book of forecasts as bytes.
 *
 * A packed entry is its fields in order, little-endian, compressed with zstd; a packed list has several,
 * newest first, in one frame, so that histories which differ by a month cost little. What is read is
 * checked in every length: a damaged page is no page.
 */

#pragma once

#include "hd-forecast-book.h"
#include "hd-tape.h"

G_BEGIN_DECLS

/* The record's fields, for every codec whose entries hold one. */
void hd_forecast_record_pass (HdForecastRecord *record, HdTape *tape);

/* (transfer full) */
GBytes *hd_forecast_codec_pack (const HdForecastEntry *entry);
/* (transfer full) (nullable): NULL when the bytes are no entry of this program's form. */
HdForecastEntry *hd_forecast_codec_unpack (GBytes *bytes);
/* `entries` (element-type HdForecastEntry); NULL for an empty list. (transfer full) (nullable) */
GBytes *hd_forecast_codec_pack_list (GPtrArray *entries);
/* Appends to `entries` what `bytes` (nullable) holds. */
void hd_forecast_codec_unpack_list (GBytes *bytes, GPtrArray *entries);

/* (transfer full): hex of SHA-256 over everything that has an influence on what the entry says: window,
 * values, options and program. */
char *hd_forecast_codec_hash_inputs (const HdForecastEntry *entry);

G_END_DECLS
