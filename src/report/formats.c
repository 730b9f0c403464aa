#include "report.h"

const struct pc_report_format *const pc_report_formats[] = {
#define PC_REPORT_FORMAT(symbol) &symbol,
#include "report_formats.def"
#undef PC_REPORT_FORMAT
    NULL,
};
const size_t pc_report_format_count = sizeof pc_report_formats / sizeof pc_report_formats[0] - 1;

const struct pc_report_format *pc_report_format_find(struct pc_str name) {
    for (size_t i = 0; i < pc_report_format_count; i++)
        if (pc_str_is(name, pc_report_formats[i]->name))
            return pc_report_formats[i];
    return NULL;
}
