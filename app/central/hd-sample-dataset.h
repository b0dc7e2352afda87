/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The datasets that the server has: what each looks like, and how its sample is made.
 *
 * A dataset is one row of a table (hd-sample-tables-*.c). Its rows are made one period at a time from
 * the seed, so that any slice can be made alone and a past day never changes.
 */

#pragma once

#include "hd-sample-world.h"

G_BEGIN_DECLS

#define HD_SAMPLE_MAX_DIMENSIONS 7
#define HD_SAMPLE_MAX_MEASURES 9
/* Of a list, so that seven codes make a key of 63 bits. */
#define HD_SAMPLE_MAX_CODES 512
#define HD_SAMPLE_MISSING G_MININT64

typedef union
{
  gint64 i;
  double d;
} HdSampleValue;

typedef struct
{
  guint16 codes[HD_SAMPLE_MAX_DIMENSIONS];
  char status; /* SDMX OBS_STATUS: A, P, E, M */
  HdSampleValue values[HD_SAMPLE_MAX_MEASURES];
} HdSampleRow;

/* How a measure of the table's own kind of dataset is made from the row's amount. */
typedef enum
{
  HD_MAKE_AMOUNT, /* the row's part of the period's total */
  HD_MAKE_SHARE, /* that share of measure `of`, never more than it */
  HD_MAKE_EACH, /* so much for each one of measure `of` */
  HD_MAKE_TIME, /* minutes: measure `of` times a duration inside the row's class */
  HD_MAKE_NOTHING /* made by code */
} HdMake;

typedef struct
{
  const char *id;
  const char *vi, *en;
  const char *unit; /* UNIT_MEASURE */
  HdMake make;
  guint of; /* index of an earlier measure */
  double size; /* the share, or the mean for each */
  double spread; /* sigma of its logarithm */
  double trend; /* growth of `size` a year from 2020 */
  gboolean is_real;
  int unit_mult;
} HdSampleMeasure;

typedef struct
{
  const char *id;
  const char *list; /* code list; NULL: as the id */
} HdSampleDimension;

typedef enum
{
  HD_SHAPE_OFFICE, /* as office work goes: working days, Tết */
  HD_SHAPE_ALWAYS, /* ports and machines: every day much the same */
  HD_SHAPE_TRAVEL, /* travellers: summers and Tết, none from April 2020 to March 2022 */
  HD_SHAPE_STOCK /* a level, not a flow */
} HdShape;

typedef struct _HdSampleDataset HdSampleDataset;

/* One period being made. */
typedef struct
{
  HdSampleWorld *world;
  const HdSampleDataset *dataset;
  HdPeriod period;
  int year, month; /* of the period's last day */
  guint64 seed; /* of this dataset and period */
  GArray *rows; /* (element-type HdSampleRow) out */
  float pace[HD_SAMPLE_MAX_CODES]; /* cache: of each office in this period; 0 not made yet */
} HdSampleMaker;

typedef void (*HdSampleMakeFunc) (HdSampleMaker *maker);
/* Fills the measures of one row beyond the table's. */
typedef void (*HdSampleFinishFunc) (HdSampleMaker *maker, HdSampleRow *row, HdRng *rng);

struct _HdSampleDataset
{
  const char *id;
  const char *agency; /* NULL: HD */
  const char *source; /* system */
  const char *vi, *en;
  const char *note_vi, *note_en; /* NULL: what is_real says */
  char freq; /* D M Q A */
  guint8 month_start_day; /* 0 means 1 */
  gboolean is_open; /* public figures: every token may read them */
  gboolean is_small; /* may be had as JSON */
  gboolean is_real; /* published figures, no sample */
  HdSampleDimension dimensions[HD_SAMPLE_MAX_DIMENSIONS];
  HdSampleMeasure measures[HD_SAMPLE_MAX_MEASURES];
  HdSampleMakeFunc make; /* NULL: the table's own kind, by the fields below */
  HdSampleFinishFunc finish;
  HdRole role; /* of dimension UNIT */
  HdShape shape;
  double level; /* the nation's amount a period in 2020 */
  double growth; /* of it, a year */
  double sigma; /* of the noise between cells */
  guint hits[HD_N_SCALES]; /* draws a period; 0: every cell */
  guint years[HD_N_SCALES]; /* how many years back the sample goes; 0: ten */
  guint late_days; /* a late feed: days more than others */
};

/* (transfer full) (element-type HdSampleDataset): every row of the tables, not owned. */
GPtrArray *hd_sample_datasets (void);
/* NULL: none. */
const HdSampleDataset *hd_sample_world_find_dataset (const HdSampleWorld *world, const char *id);
guint hd_sample_n_dimensions (const HdSampleDataset *dataset);
guint hd_sample_n_measures (const HdSampleDataset *dataset);
/* -1: none. */
int hd_sample_find_dimension (const HdSampleDataset *dataset, const char *id);
/* The list behind a dimension. */
HdSampleList *hd_sample_dimension_list (const HdSampleWorld *world,
                                        const HdSampleDataset *dataset,
                                        guint dimension);
#define HD_SAMPLE_AGENCY "HD"
const char *hd_sample_agency (const HdSampleDataset *dataset);

/* The period of the dataset's grain that holds `day`. */
HdPeriod hd_sample_period (const HdSampleDataset *dataset, HdDay day);
/* First day of the dataset's data. */
HdDay hd_sample_first_day (const HdSampleWorld *world, const HdSampleDataset *dataset);
/* When the source knew of the period: the next morning, or the fifth morning of the next month. */
gint64 hd_sample_known_at (const HdSampleDataset *dataset, HdPeriod period);
/* Makes all rows of one period, sorted by key, each key once. (transfer full) */
GArray *hd_sample_make (HdSampleWorld *world, const HdSampleDataset *dataset, HdPeriod period);

/* Tables. */
extern const HdSampleDataset HD_SAMPLE_TRADE_TABLE[];
extern const guint HD_SAMPLE_N_TRADE_TABLE;
extern const HdSampleDataset HD_SAMPLE_CONTROL_TABLE[];
extern const guint HD_SAMPLE_N_CONTROL_TABLE;
extern const HdSampleDataset HD_SAMPLE_BORDER_TABLE[];
extern const guint HD_SAMPLE_N_BORDER_TABLE;
extern const HdSampleDataset HD_SAMPLE_OFFICE_TABLE[];
extern const guint HD_SAMPLE_N_OFFICE_TABLE;

G_END_DECLS
