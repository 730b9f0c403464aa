/* A child process and its pipes, read and written so that neither side can wait for the other for ever. */
#ifndef PC_GIT_PROCESS_H
#define PC_GIT_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "str.h"

#define PC_PROCESS_ERRORS 512u   /* bytes kept of what it prints on stderr */
#define PC_PROCESS_BUFFER 65536u /* of what it prints on stdout and nobody has asked for yet */

struct pc_process {
    pid_t pid;        /* 0: none */
    int in, out, err; /* our ends; -1: closed */
    long long until;  /* milliseconds of the monotonic clock: when waiting ends */
    bool late;        /* it did */
    char errors[PC_PROCESS_ERRORS];
    size_t error_count;
    size_t from, to; /* unread part of buffer */
    char buffer[PC_PROCESS_BUFFER];
};

/* What to start. Nothing is inherited but the descriptors 0, 1 and 2, which are pipes or /dev/null. */
struct pc_process_plan {
    const char *program; /* absolute path */
    char *const *argv;
    char *const *envp;
    int dir_fd; /* its working directory */
    bool input; /* pc_process_send will be used; else its stdin is empty */
};

/* An object that is all zero is no process, and may be stopped. */
bool pc_process_start(struct pc_process *process, const struct pc_process_plan *plan);

/* From now on all waiting together may take so long. */
void pc_process_allow(struct pc_process *process, unsigned milliseconds);

/* All of the text, or false. */
bool pc_process_send(struct pc_process *process, struct pc_str text);

/* Up to size bytes of its output. 0: the end; -1: it took too long, or reading failed. */
ssize_t pc_process_read(struct pc_process *process, char *to, size_t size);

/* Closes its input, waits until it ends. True when it ended by itself, with success. */
bool pc_process_end(struct pc_process *process);

/* Kills it. Nothing when there is none. */
void pc_process_stop(struct pc_process *process);

#endif
