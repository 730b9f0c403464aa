/* The table of readers, from readers.def. */
#include "reader.h"

const struct pc_reader *const pc_readers[] = {
#define PC_READER(symbol) &symbol,
#include "readers.def"
#undef PC_READER
};

const size_t pc_reader_count = sizeof pc_readers / sizeof pc_readers[0];
