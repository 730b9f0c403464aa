/* Folding of the port map: every port is in exactly one cell, rows begin at tens, and runs cost one cell. */
#include "tiny_report.h"

#include "html_map.h"

struct strip {
    struct tiny t;
    struct pc_report_strip strip;
    struct pc_report_cell cells[200];
};

static void strip_init(struct strip *s, unsigned lo, unsigned hi) {
    memset(s, 0, sizeof *s);
    tiny_init(&s->t);
    s->strip.ports = (struct pc_ports){(uint16_t)lo, (uint16_t)hi};
    s->strip.cells = s->cells;
}

static void add(struct strip *s, unsigned lo, unsigned hi, enum pc_cell_state state) {
    assert_true(s->strip.cell_count < sizeof s->cells / sizeof *s->cells);
    s->cells[s->strip.cell_count++] = (struct pc_report_cell){.ports = {(uint16_t)lo, (uint16_t)hi}, .state = state};
    s->strip.counts[state] += hi - lo + 1;
}

/* "7003-7004*2@4 7005 ...": ports, how many columns, and the column where a row begins within. */
static const char *text_of(struct strip *s, const struct pc_map_fold *fold) {
    struct pc_buf out;
    pc_buf_init(&out, &s->t.arena);
    for (size_t i = 0; i < fold->count; i++) {
        const struct pc_map_piece *piece = &fold->pieces[i];
        pc_buf_addf(&out, "%s%u", i > 0 ? " " : "", piece->ports.lo);
        if (piece->ports.hi != piece->ports.lo)
            pc_buf_addf(&out, "-%u", piece->ports.hi);
        if (piece->columns > 1)
            pc_buf_addf(&out, "*%u", piece->columns);
        if (piece->start > 0)
            pc_buf_addf(&out, "@%u", piece->start);
    }
    return pc_str_cstr(&s->t.arena, pc_buf_str(&out));
}

static void a_short_range_is_a_grid(void **state) {
    struct strip s;
    (void)state;
    strip_init(&s, 7003, 7014);
    add(&s, 7003, 7004, PC_CELL_FREE);
    add(&s, 7005, 7005, PC_CELL_PLANNED);
    add(&s, 7006, 7012, PC_CELL_RESERVED);
    add(&s, 7013, 7013, PC_CELL_COLLISION);
    add(&s, 7014, 7014, PC_CELL_FREE);
    struct pc_map_fold fold = pc_map_fold(&s.t.arena, &s.strip);
    assert_true(fold.grid);
    assert_int_equal(fold.taken, 2);
    assert_string_equal(text_of(&s, &fold), "7003-7004*2@4 7005 7006-7009*4 7010-7012*3 7013 7014");
    tiny_finish(&s.t);
}

static void whole_rows_are_one(void **state) {
    struct strip s;
    (void)state;
    strip_init(&s, 5000, 5059);
    add(&s, 5000, 5000, PC_CELL_PLANNED_BOUND);
    add(&s, 5001, 5044, PC_CELL_FREE);
    add(&s, 5045, 5059, PC_CELL_RESERVED);
    s.strip.counts[PC_CELL_BOUND] = 12; /* close enough for a grid */
    struct pc_map_fold fold = pc_map_fold(&s.t.arena, &s.strip);
    assert_string_equal(text_of(&s, &fold), "5000 5001-5009*9 5010-5039*10 5040-5044*5 5045-5049*5 5050-5059*10");
    tiny_finish(&s.t);
}

static void sparse_ranges_flow(void **state) {
    struct strip s;
    (void)state;
    strip_init(&s, 9000, 9199);
    add(&s, 9000, 9089, PC_CELL_FREE);
    add(&s, 9090, 9090, PC_CELL_PLANNED_BOUND);
    add(&s, 9091, 9199, PC_CELL_FREE);
    struct pc_map_fold fold = pc_map_fold(&s.t.arena, &s.strip);
    assert_false(fold.grid);
    assert_int_equal(fold.count, 3);
    assert_int_equal(fold.pieces[0].ports.hi, 9089);
    tiny_finish(&s.t);
}

static void what_lies_in_no_range_flows(void **state) {
    struct strip s;
    (void)state;
    strip_init(&s, 9000, 9001);
    add(&s, 9000, 9001, PC_CELL_BOUND);
    assert_true(pc_map_fold(&s.t.arena, &s.strip).grid);
    s.strip.range = PC_NONE;
    assert_false(pc_map_fold(&s.t.arena, &s.strip).grid);
    tiny_finish(&s.t);
}

static void wide_and_full_is_a_grid(void **state) {
    struct strip s;
    (void)state;
    strip_init(&s, 9000, 9199);
    add(&s, 9000, 9099, PC_CELL_PLANNED);
    add(&s, 9100, 9199, PC_CELL_FREE);
    assert_true(pc_map_fold(&s.t.arena, &s.strip).grid);
    tiny_finish(&s.t);
}

static void all_ports_cost_what_is_said_of_them(void **state) {
    struct strip s;
    (void)state;
    strip_init(&s, 1, 65535);
    add(&s, 1, 79, PC_CELL_FREE);
    add(&s, 80, 80, PC_CELL_BOUND);
    add(&s, 81, 65534, PC_CELL_FREE);
    add(&s, 65535, 65535, PC_CELL_BOUND);
    struct pc_map_fold fold = pc_map_fold(&s.t.arena, &s.strip);
    assert_int_equal(fold.count, 4);
    /* The same as a grid, which a range that is full would be. */
    s.strip.counts[PC_CELL_BOUND] = 65535;
    fold = pc_map_fold(&s.t.arena, &s.strip);
    assert_true(fold.grid);
    assert_string_equal(text_of(&s, &fold), "1-9*9@2 10-79*10 80 81-89*9 90-65529*10 65530-65534*5 65535");
    tiny_finish(&s.t);
}

/* Whatever the runs: pieces follow each other without gaps, and no row of a grid is longer than ten. */
static void every_port_is_in_one_cell(void **state) {
    uint32_t seed = 11;
    (void)state;
    for (unsigned round = 0; round < 200; round++) {
        struct strip s;
        unsigned lo = 1 + (seed >> 9) % 60000, port = lo, column = lo % PC_MAP_COLUMNS;
        strip_init(&s, lo, lo);
        for (unsigned runs = 1 + (seed >> 20) % 40; runs > 0 && port < 65000; runs--) {
            seed = seed * 1664525u + 1013904223u;
            unsigned wide = (seed >> 8) % 3 == 0 ? 1 + (seed >> 10) % 80 : 1;
            add(&s, port, port + wide - 1, (enum pc_cell_state)((seed >> 16) % PC_CELL_STATE_COUNT));
            port += wide;
        }
        s.strip.ports.hi = (uint16_t)(port - 1);
        s.strip.counts[PC_CELL_BOUND] = 65535; /* a grid */
        struct pc_map_fold fold = pc_map_fold(&s.t.arena, &s.strip);
        for (size_t i = 0, next = lo; i < fold.count; i++) {
            const struct pc_map_piece *piece = &fold.pieces[i];
            unsigned width = (unsigned)piece->ports.hi - piece->ports.lo + 1;
            assert_int_equal(piece->ports.lo, next);
            assert_int_equal(piece->ports.lo % PC_MAP_COLUMNS, column);
            assert_true(pc_ports_contain(piece->cell->ports, piece->ports));
            assert_true(column + piece->columns <= PC_MAP_COLUMNS);
            assert_true(width == piece->columns || (column == 0 && width % PC_MAP_COLUMNS == 0));
            column = (column + piece->columns) % PC_MAP_COLUMNS;
            next = piece->ports.hi + 1u;
        }
        assert_int_equal(fold.pieces[fold.count - 1].ports.hi, s.strip.ports.hi);
        tiny_finish(&s.t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_range_is_a_grid),
        cmocka_unit_test(whole_rows_are_one),
        cmocka_unit_test(sparse_ranges_flow),
        cmocka_unit_test(what_lies_in_no_range_flows),
        cmocka_unit_test(wide_and_full_is_a_grid),
        cmocka_unit_test(every_port_is_in_one_cell),
        cmocka_unit_test(all_ports_cost_what_is_said_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
