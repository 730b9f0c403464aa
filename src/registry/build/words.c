/* Names as keys and words. */
#include "buf.h"
#include "draft.h"

/* The slot of a key, or the empty one where it would be put. The map has room. */
static struct pc_name_slot *slot_of(const struct pc_name_map *map, struct pc_str key) {
    size_t i = pc_str_hash(key) & (map->capacity - 1);
    while (map->slots[i].key && !pc_str_eq((struct pc_str){map->slots[i].key, map->slots[i].length}, key)) {
        i = (i + 1) & (map->capacity - 1);
    }
    return &map->slots[i];
}

pc_id pc_name_map_get(const struct pc_name_map *map, struct pc_str key) {
    const struct pc_name_slot *slot = map->capacity == 0 ? NULL : slot_of(map, key);
    return slot && slot->key ? slot->value : PC_NONE;
}

static void insert(struct pc_name_map *map, struct pc_str key, pc_id value) {
    struct pc_name_slot *slot = slot_of(map, key);
    map->count += slot->key == NULL;
    *slot = (struct pc_name_slot){.key = key.ptr, .length = (uint32_t)key.len, .value = value};
}

void pc_name_map_put(struct pc_arena *arena, struct pc_name_map *map, struct pc_str key, pc_id value) {
    if ((map->count + 1) * 2 > map->capacity) {
        struct pc_name_map larger = {.capacity = map->capacity ? map->capacity * 2 : 64};
        larger.slots = PC_NEW_ARRAY(arena, larger.capacity, struct pc_name_slot);
        for (size_t i = 0; i < map->capacity; i++) {
            if (map->slots[i].key) {
                insert(&larger, (struct pc_str){map->slots[i].key, map->slots[i].length}, map->slots[i].value);
            }
        }
        *map = larger;
    }
    insert(map, key.ptr ? key : PC_STR(""), value);
}

static bool in_word(char c) {
    return pc_is_alnum(c) || (unsigned char)c >= 0x80;
}

bool pc_name_next_word(struct pc_str name, size_t *at, struct pc_str *word) {
    size_t start = *at;
    while (start < name.len && !in_word(name.ptr[start])) {
        start++;
    }
    size_t end = start;
    while (end < name.len && in_word(name.ptr[end])) {
        bool hump = end > start && name.ptr[end] >= 'A' && name.ptr[end] <= 'Z' && name.ptr[end - 1] >= 'a' &&
                    name.ptr[end - 1] <= 'z';
        if (hump) {
            break;
        }
        end++;
    }
    *at = end;
    *word = pc_str_sub(name, start, end - start);
    return end > start;
}

struct pc_words pc_name_words(struct pc_arena *arena, struct pc_str name) {
    struct PC_VEC(struct pc_str) words = {0};
    struct pc_str lower = pc_str_lower(arena, name), word;
    for (size_t at = 0; pc_name_next_word(name, &at, &word);) {
        *PC_PUSH(&words, arena) = pc_str_sub(lower, at - word.len, word.len);
    }
    return (struct pc_words){words.items, words.count};
}

struct pc_str pc_image_name(struct pc_str image) {
    size_t digest = pc_str_find_char(image, '@', 0);
    image = pc_str_sub(image, 0, digest);
    size_t slash = pc_str_rfind_char(image, '/');
    struct pc_str last = slash == PC_NPOS ? image : pc_str_sub(image, slash + 1, PC_NPOS);
    return pc_str_sub(last, 0, pc_str_find_char(last, ':', 0));
}

static bool is_one_of(struct pc_str word, const char *const *words, size_t count) {
    char first = word.len > 0 ? word.ptr[0] : '\0';
    for (size_t i = 0; i < count; i++) {
        if (words[i][0] == first && pc_str_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

bool pc_word_is_decoration(struct pc_str word) {
    static const char *const words[] = {"server",    "service",   "services", "app",        "application",
                                        "container", "dashboard", "ui",       "database",   "db",
                                        "cache",     "broker",    "instance", "containers", "daemon"};
    return is_one_of(word, words, sizeof words / sizeof words[0]);
}

bool pc_word_is_generic(struct pc_str word) {
    static const char *const words[] = {
        "apps",     "api",     "web",   "site",    "backend", "frontend", "main", "core",   "docker", "compose",
        "stack",    "stacks",  "http",  "https",   "port",    "ports",    "the",  "and",    "for",    "with",
        "dev",      "prod",    "test",  "local",   "node",    "host",     "src",  "client", "worker", "public",
        "internal", "default", "admin", "metrics", "tcp",     "udp",      "image"};
    return pc_word_is_decoration(word) || is_one_of(word, words, sizeof words / sizeof words[0]);
}

bool pc_word_is_value(struct pc_str word) {
    static const char *const words[] = {"url",     "uri",    "host",    "endpoint", "base", "addr",     "address",
                                        "port",    "public", "vite",    "next",     "nuxt", "react",    "app",
                                        "client",  "ws",     "http",    "https",    "grpc", "internal", "external",
                                        "service", "server", "default", "origin"};
    return is_one_of(word, words, sizeof words / sizeof words[0]);
}

struct pc_str pc_name_core(struct pc_arena *arena, struct pc_str name, enum pc_name_side *side) {
    static const struct {
        const char *word;
        enum pc_name_side side;
    } sides[] = {{"web", PC_SIDE_FRONT},    {"frontend", PC_SIDE_FRONT}, {"ui", PC_SIDE_FRONT},
                 {"client", PC_SIDE_FRONT}, {"server", PC_SIDE_BACK},    {"backend", PC_SIDE_BACK},
                 {"api", PC_SIDE_BACK}};
    enum pc_name_side found = PC_SIDE_NONE;
    size_t end = name.len;
    while (end > 0 && pc_is_alnum(name.ptr[end - 1])) {
        end--;
    }
    for (size_t i = 0; i < sizeof sides / sizeof sides[0] && end > 0; i++) {
        if (pc_str_is_nocase(pc_str_sub(name, end, name.len), sides[i].word)) {
            found = sides[i].side;
        }
    }
    if (side) {
        *side = found;
    }
    return pc_name_key(arena, found == PC_SIDE_NONE ? name : pc_str_sub(name, 0, end));
}
