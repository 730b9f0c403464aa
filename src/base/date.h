/* Calendar days, as numbers like 20310131: they compare as the days do. */
#ifndef PC_DATE_H
#define PC_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

/* "2031-01-31", and nothing else; the day exists. */
bool pc_date_parse(struct pc_str s, uint32_t *ymd);

/* The number of a day, 0 when there is no such day. */
uint32_t pc_date_of(uint32_t year, uint32_t month, uint32_t day);

/* The month whose name s begins with, January being 1; 0 for none: "April", "Apr", "Sept". The length of the word in
 * *len. */
unsigned pc_date_month_at(struct pc_str s, size_t *len);

/* The day in UTC of so many seconds after the first moment of 1970; of a time before it, 19700101, of one behind the
 * year 9999 its last day. */
uint32_t pc_date_of_epoch(int64_t seconds);

/* "2031-01-31" */
struct pc_str pc_date_text(struct pc_arena *arena, uint32_t ymd);

#endif
