/* Every limit of a run, in one place. Over a limit: finding PC004, never a crash, never silence. */
#ifndef PC_LIMITS_H
#define PC_LIMITS_H

#define PC_LIMIT_FILE_BYTES (4u << 20)    /* one source file; the largest real document seen has 112 KB */
#define PC_LIMIT_RUN_BYTES (512u << 20)   /* all memory of a run */
#define PC_LIMIT_CLAIMS 200000u           /* of a run; the largest real tree seen states 3,000 */
#define PC_LIMIT_FINDINGS 100000u         /* of a run, before equal ones are merged */
#define PC_LIMIT_SCRATCH_BASE (16u << 20) /* scratch memory of one file ... */
#define PC_LIMIT_SCRATCH_FACTOR 128u      /* ... plus this many bytes a byte of the file */
#define PC_LIMIT_FILE_MILLISECONDS 800u   /* CPU time for one file's parser; the last resort behind the other limits */
#define PC_LIMIT_MD_LINE 65536u           /* bytes of a Markdown line */
#define PC_LIMIT_MD_CONTAINERS 100u       /* list and quote markers at the start of a line */
#define PC_LIMIT_MD_COLUMNS 256u          /* cells of a table row */
#define PC_LIMIT_MD_CELLS 1000000u        /* columns times rows of a table */
#define PC_LIMIT_MD_PARAGRAPH_LINES 120000u /* lines of one paragraph or table */
#define PC_LIMIT_DEPTH 64u                  /* nesting of YAML, JSON and TOML */
#define PC_LIMIT_YAML_ALIASES 10000u        /* expanded aliases of a file */
#define PC_LIMIT_YAML_MERGED 1000u          /* nodes merged by << in one mapping */
#define PC_LIMIT_YAML_EXPANDED 1000000u     /* values that aliases expand to, of a file */
#define PC_LIMIT_YAML_DIRECTIVES 16u
#define PC_LIMIT_INTERPOLATION 8u             /* variables inside of defaults or values of variables */
#define PC_LIMIT_FILES 200000u                /* files of a listing */
#define PC_LIMIT_WALK_ENTRIES 1000000u        /* entries looked at to make a listing */
#define PC_LIMIT_INDEX_BYTES (192u << 20)     /* a git index; one entry has about 100 */
#define PC_LIMIT_GIT_MILLISECONDS 30000u      /* one answer of git */
#define PC_LIMIT_BLAME_MILLISECONDS 5000u     /* all questions about when lines were changed */
#define PC_LIMIT_BRANCHES_MILLISECONDS 20000u /* reading other branches; what is not read by then is said */
#define PC_LIMIT_SPANS_PER_FINDING 64u        /* spans kept of one finding; the rest are counted in a note */

#endif
