/* What a process gives up for good: writing files but in a few places, and sockets. By Landlock and seccomp, where the
 * kernel has them. */
#ifndef PC_SANDBOX_H
#define PC_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

struct pc_sandbox {
    int landlock; /* its version; 0: the kernel has none, or not in use */
    bool seccomp;
};

/* What this kernel offers, as far as this program knows how to use it. Changes nothing. */
struct pc_sandbox pc_sandbox_offered(void);

/* From now on this process, and those that it starts, can change, make and remove files only below the directories
 * among fds, and write to the files among them and to /dev/null (a negative one is none); and it can open no socket.
 * Descriptors that are open stay as they are. May be called again with less: what was given up before stays so. Returns
 * what is in force. */
struct pc_sandbox pc_sandbox_enter(const int *fds, size_t count);

/* A descriptor for pc_sandbox_enter, good for nothing else: opening a pipe by it waits for nobody. below: only a
 * directory, and not by way of a link at the end. -1: there is none. */
int pc_sandbox_open(int dir_fd, const char *path, bool below);

#endif
