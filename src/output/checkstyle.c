/* checkstyle: the XML of the tool of that name, which most build servers read. One <file> a path, one <error> a
 * finding. */
#include "paint.h"
#include "spot.h"
#include "xml.h"

static void write_error(const struct pc_finding *f, const struct pc_spot *spot, struct pc_buf *out) {
    pc_buf_adds(out, "    <error");
    pc_xml_attribute_int(out, "line", spot->at.line);
    pc_xml_attribute_int(out, "column", spot->at.column);
    pc_xml_attribute(out, "severity", pc_str_c(pc_level_name(pc_spot_level(f))));
    pc_xml_attribute_text(out, "message", f->message);
    pc_buf_addf(out, " source=\"portcheck.%s\"/>\n", f->rule->code);
}

static void write_checkstyle(const struct pc_output_input *in, struct pc_buf *out) {
    const size_t *order = pc_spots_by_path(in);
    struct pc_places places;
    struct pc_str path = PC_EMPTY;
    pc_places_init(&places, in->arena, in->reg);
    pc_buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for (size_t i = 0; i < in->finding_count; i++) {
        const struct pc_finding *f = in->findings[order[i]];
        struct pc_spot spot = pc_spot_of(in, &places, f);
        if (i == 0 || !pc_str_eq(path, spot.path)) {
            pc_buf_adds(out, i > 0 ? "  </file>\n  <file" : "  <file");
            pc_xml_attribute(out, "name", spot.path);
            pc_buf_adds(out, ">\n");
            path = spot.path;
        }
        write_error(f, &spot, out);
        pc_output_piece(in, out);
    }
    pc_buf_adds(out, in->finding_count > 0 ? "  </file>\n</checkstyle>\n" : "</checkstyle>\n");
}

const struct pc_output pc_output_checkstyle = {
    .name = "checkstyle",
    .summary = "Checkstyle's XML, for build servers",
    .write = write_checkstyle,
};
