#include "paint.h"

const char *pc_colour_on(const struct pc_output_options *options, enum pc_colour colour, enum pc_level level) {
    if (!options->color)
        return "";
    switch (colour) {
    case PC_COLOUR_NONE:
        break;
    case PC_COLOUR_BOLD:
        return "\x1b[1m";
    case PC_COLOUR_DIM:
        return "\x1b[2m";
    case PC_COLOUR_BLUE:
        return "\x1b[1;34m";
    case PC_COLOUR_GREEN:
        return "\x1b[1;32m";
    case PC_COLOUR_LEVEL:
        return level == PC_LEVEL_ERROR ? "\x1b[1;31m" : level == PC_LEVEL_WARNING ? "\x1b[1;33m" : "\x1b[1;36m";
    }
    return "";
}

const char *pc_colour_off(const struct pc_output_options *options) {
    return options->color ? "\x1b[0m" : "";
}

const char *pc_level_name(enum pc_level level) {
    switch (level) {
    case PC_LEVEL_ERROR:
        return "error";
    case PC_LEVEL_WARNING:
        return "warning";
    case PC_LEVEL_INFO:
    case PC_LEVEL_DEFAULT:
    case PC_LEVEL_OFF:
        break;
    }
    return "info";
}
