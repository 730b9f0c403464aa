/* Names of roles and reasons, and look-ups that need nothing but the frozen registry. */
#include "registry.h"

const char *pc_role_name(enum pc_role role) {
    switch (role) {
    case PC_ROLE_PLANNED:
        return "planned";
    case PC_ROLE_RESERVED:
        return "reserved";
    case PC_ROLE_DOCUMENTED:
        return "documented";
    case PC_ROLE_DEFAULT:
        return "default";
    case PC_ROLE_LISTENS:
        return "listens";
    case PC_ROLE_PUBLISHES:
        return "publishes";
    case PC_ROLE_DIALS:
        return "dials";
    case PC_ROLE_OBSERVED:
        return "observed";
    case PC_ROLE_COUNT:
        break;
    }
    return "";
}

const char *pc_evidence_text(enum pc_evidence_kind kind) {
    switch (kind) {
    case PC_EVIDENCE_NAME:
        return "named so";
    case PC_EVIDENCE_BUILD:
        return "built from its directory";
    case PC_EVIDENCE_CONTAINER:
        return "container name";
    case PC_EVIDENCE_IMAGE:
        return "image name";
    case PC_EVIDENCE_WORDS:
        return "same words";
    case PC_EVIDENCE_PORT:
        return "same port, and neither has another counterpart";
    case PC_EVIDENCE_CONFIG:
        return "configuration";
    case PC_EVIDENCE_LABEL:
        return "label or heading";
    case PC_EVIDENCE_FILE_NAME:
        return "file name";
    case PC_EVIDENCE_DIRECTORY:
        return "directory name";
    case PC_EVIDENCE_ADDRESS:
        return "address";
    case PC_EVIDENCE_ENVIRONMENT:
        return "environment";
    case PC_EVIDENCE_ONLY:
        return "the only host";
    }
    return "";
}

const char *pc_environment_name(enum pc_environment environment) {
    switch (environment) {
    case PC_ENV_UNKNOWN:
        return "";
    case PC_ENV_PRODUCTION:
        return "production";
    case PC_ENV_STAGING:
        return "staging";
    case PC_ENV_DEVELOPMENT:
        return "development";
    case PC_ENV_TEST:
        return "test";
    }
    return "";
}

bool pc_environment_is_side(enum pc_environment environment) {
    return environment == PC_ENV_DEVELOPMENT || environment == PC_ENV_TEST;
}

const struct pc_condition pc_conditions[PC_CONDITION_COUNT] = {
    {PC_CLAIM_OPEN, "one of the range"}, {PC_CLAIM_INTERNAL, "internal only"}, {PC_CLAIM_FUTURE, "not up yet"}};

bool pc_spans_eq(struct pc_span a, struct pc_span b) {
    return a.file == b.file && a.offset == b.offset && a.length == b.length;
}

struct pc_str pc_span_text(const struct pc_registry *reg, struct pc_span span) {
    if (span.file >= reg->file_count) {
        return PC_EMPTY;
    }
    return pc_str_sub(reg->files[span.file].text, span.offset, span.length);
}

struct pc_position pc_span_position(const struct pc_registry *reg, struct pc_span span) {
    if (span.file >= reg->file_count) {
        return (struct pc_position){1, 1, 1};
    }
    return pc_file_position(&reg->files[span.file], span.offset);
}

struct pc_position pc_file_position(const struct pc_file *file, uint32_t offset) {
    struct pc_position at = pc_position_at(&file->lines, file->text, offset);
    if (file->positions) {
        const struct pc_position *start = &file->positions[at.line - 1];
        at = (struct pc_position){start->line, start->column + at.column - 1, start->byte_column + at.byte_column - 1};
    }
    return at;
}

uint32_t pc_line_number(const struct pc_file *file, uint32_t line) {
    return file->positions ? file->positions[line].line : line + 1;
}

const struct pc_foreign *pc_foreign_of(const struct pc_registry *reg, pc_id claim) {
    size_t own = reg->claim_count - reg->foreign_count;
    return claim < own || claim >= reg->claim_count ? NULL : &reg->foreign[claim - own];
}

struct pc_str pc_name_key(struct pc_arena *arena, struct pc_str name) {
    char *key = pc_arena_alloc(arena, name.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (pc_is_alnum(c) || (unsigned char)c >= 0x80) {
            key[len++] = pc_lower(c);
        }
    }
    return len > 0 ? (struct pc_str){key, len} : PC_EMPTY;
}
