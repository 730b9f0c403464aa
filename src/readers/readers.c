/* The table of readers, from readers.def. */
#include "reader.h"

const struct pc_reader *const pc_readers[] = {
#define PC_READER(symbol) &symbol,
#include "readers.def"
#undef PC_READER
};

const size_t pc_reader_count = sizeof pc_readers / sizeof pc_readers[0];

_Static_assert(sizeof pc_readers / sizeof pc_readers[0] <= 64, "which readers want to see a text is kept in 64 bits");
