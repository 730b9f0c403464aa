/* Bullets or lines that belong together: read one by one, stated as a group, because whether "3000-3099: front ends" is
 * a block or a service shows only in company. Only registry_list.c, registry_lines.c and registry_group.c include it.
 */
#ifndef PC_REGISTRY_GROUP_H
#define PC_REGISTRY_GROUP_H

#include "port_entry.h"
#include "registry_md.h"

struct pc_group_item {
    struct pc_flat flat;
    struct pc_entries entries;
    bool page;           /* a page of another bullet's service */
    struct pc_str owner; /* of entries without a name: the bullet or heading over it; may be empty */
};

struct pc_group {
    struct pc_regmd *r;
    enum pc_section_kind kind;
    bool of_ranges;
    bool heading;  /* the one line is a heading */
    bool no_dates; /* dates in the items are not theirs */
    pc_id section; /* PC_NONE until something is stated */
    struct pc_outlook outlook;
};

/* Whether the entries are blocks of ports rather than services. */
bool pc_group_holds_ranges(struct pc_regmd *r, const struct pc_group_item *items, size_t count);

/* States what an item says, with the headings of the moment (group->outlook). */
void pc_group_state(struct pc_group *group, const struct pc_group_item *item);

/* registry_columns.c: the entries of lines that are rows in whitespace columns. False when they are none.
 * fence: they stand in one, where a single row is enough. */
bool pc_regmd_columns(struct pc_regmd *r, struct pc_group_item *items, size_t count, bool fence);

#endif
