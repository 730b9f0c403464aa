#include "git_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CPU_SECONDS 60u /* the child's own, in case nobody is left to stop it */

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_pair(int pair[2]) {
    close_fd(&pair[0]);
    close_fd(&pair[1]);
}

/* Puts a descriptor beyond 0, 1 and 2, which the child's own will replace, and keeps it from other programs. */
static bool settle(int *fd) {
    int moved = *fd > STDERR_FILENO ? *fd : fcntl(*fd, F_DUPFD, STDERR_FILENO + 1);
    if (moved < 0)
        return false;
    if (moved != *fd)
        close(*fd);
    *fd = moved;
    return fcntl(moved, F_SETFD, FD_CLOEXEC) == 0;
}

/* The first end is ours. Sockets for what we write: a write to a pipe that nobody reads any more raises a signal. */
static bool open_pair(int pair[2], bool written) {
    int made[2];
    pair[0] = pair[1] = -1;
    if ((written ? socketpair(AF_UNIX, SOCK_STREAM, 0, made) : pipe(made)) != 0)
        return false;
    pair[0] = made[0];
    pair[1] = made[1];
    return settle(&pair[0]) && settle(&pair[1]) && fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0;
}

static void limit(int what, rlim_t to) {
    struct rlimit now_is;
    if (getrlimit(what, &now_is) == 0) {
        now_is.rlim_cur = now_is.rlim_max == RLIM_INFINITY || to < now_is.rlim_max ? to : now_is.rlim_max;
        now_is.rlim_max = now_is.rlim_cur;
        setrlimit(what, &now_is);
    }
}

/* In the child: only calls that are safe between fork and exec. */
_Noreturn static void become(const struct pc_process_plan *plan, const int ends[3]) {
    sigset_t none;
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigemptyset(&none);
    sigaction(SIGPIPE, &plain, NULL);
    sigaction(SIGXFSZ, &plain, NULL);
    sigaction(SIGCHLD, &plain, NULL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (dup2(ends[fd], fd) < 0)
            _exit(127);
    if (fchdir(plan->dir_fd) != 0)
        _exit(127);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, CPU_SECONDS);
#ifdef RLIMIT_NPROC
    limit(RLIMIT_NPROC, 0); /* it may start no program, whatever a configuration says (root is not bound by this) */
#endif
    execve(plan->program, plan->argv, plan->envp);
    _exit(127);
}

static bool fork_child(struct pc_process *process, const struct pc_process_plan *plan, int in[2], int out[2],
                       int err[2]) {
    int null_fd = plan->input ? -1 : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if ((plan->input && !open_pair(in, true)) || (!plan->input && (null_fd < 0 || !settle(&null_fd))) ||
        !open_pair(out, false) || !open_pair(err, false)) {
        close_fd(&null_fd);
        return false;
    }
    /* What is read is a pipe's first end, what the child writes its second. */
    const int ends[3] = {plan->input ? in[1] : null_fd, out[1], err[1]};
    process->pid = fork();
    if (process->pid == 0)
        become(plan, ends);
    close_fd(&null_fd);
    return process->pid > 0;
}

bool pc_process_start(struct pc_process *process, const struct pc_process_plan *plan) {
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
    process->pid = 0;
    process->in = process->out = process->err = -1;
    process->late = false;
    process->error_count = process->from = process->to = 0;
    if (!fork_child(process, plan, in, out, err)) {
        process->pid = 0;
        close_pair(in);
        close_pair(out);
        close_pair(err);
        return false;
    }
    process->in = in[0];
    process->out = out[0];
    process->err = err[0];
    close_fd(&in[1]);
    close_fd(&out[1]);
    close_fd(&err[1]);
    return true;
}

void pc_process_allow(struct pc_process *process, unsigned milliseconds) {
    process->until = now() + milliseconds;
}

/* Takes what stands on its stderr, so that it never waits for us there. The first of it is kept. */
static void take_errors(struct pc_process *process) {
    char more[1024];
    ssize_t n;
    while (process->err >= 0 && (n = read(process->err, more, sizeof more)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (n < 0)
            break;
        size_t room = sizeof process->errors - process->error_count;
        size_t kept = (size_t)n < room ? (size_t)n : room;
        memcpy(process->errors + process->error_count, more, kept);
        process->error_count += kept;
    }
    close_fd(&process->err);
}

/* Waits until fd is ready for events. False when the time is over. */
static bool wait_for(struct pc_process *process, int fd, short events) {
    for (;;) {
        long long left = process->until - now();
        struct pollfd fds[2] = {{fd, events, 0}, {process->err, POLLIN, 0}};
        if (left <= 0) {
            process->late = true;
            return false;
        }
        int ready = poll(fds, 2, left > 1000 ? 1000 : (int)left);
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready > 0 && fds[1].revents != 0)
            take_errors(process);
        if (ready > 0 && fds[0].revents != 0)
            return true;
    }
}

bool pc_process_send(struct pc_process *process, struct pc_str text) {
    while (text.len > 0 && process->in >= 0) {
        ssize_t n = send(process->in, text.ptr, text.len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && ((errno != EAGAIN && errno != EWOULDBLOCK) || !wait_for(process, process->in, POLLOUT)))
            return false;
        text = n > 0 ? pc_str_sub(text, (size_t)n, text.len) : text;
    }
    return text.len == 0;
}

/* Fills the empty buffer. */
static ssize_t fill(struct pc_process *process) {
    for (;;) {
        ssize_t n = process->out < 0 ? 0 : read(process->out, process->buffer, sizeof process->buffer);
        if (n >= 0) {
            process->from = 0;
            process->to = (size_t)n;
            return n;
        }
        if (errno == EINTR)
            continue;
        if ((errno != EAGAIN && errno != EWOULDBLOCK) || !wait_for(process, process->out, POLLIN))
            return -1;
    }
}

ssize_t pc_process_read(struct pc_process *process, char *to, size_t size) {
    if (process->from == process->to) {
        ssize_t n = fill(process);
        if (n <= 0)
            return n;
    }
    size_t n = process->to - process->from < size ? process->to - process->from : size;
    memcpy(to, process->buffer + process->from, n);
    process->from += n;
    return (ssize_t)n;
}

/* Waits for a child that has ended or is about to. */
static bool reap(struct pc_process *process) {
    int status = -1;
    pid_t got;
    do
        got = waitpid(process->pid, &status, 0);
    while (got < 0 && errno == EINTR);
    process->pid = 0;
    return got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool pc_process_end(struct pc_process *process) {
    close_fd(&process->in);
    ssize_t n = 0;
    while (process->pid > 0 && (n = fill(process)) > 0)
        ;
    if (process->pid <= 0 || n < 0) {
        pc_process_stop(process);
        return false;
    }
    /* Its output has ended; its last words, if any, stand on stderr, which ends with it. */
    while (process->err >= 0 && wait_for(process, process->err, POLLIN))
        take_errors(process);
    if (process->late) {
        pc_process_stop(process);
        return false;
    }
    close_fd(&process->out);
    return reap(process);
}

void pc_process_stop(struct pc_process *process) {
    if (process->pid <= 0)
        return;
    kill(process->pid, SIGKILL);
    close_fd(&process->in);
    close_fd(&process->out);
    close_fd(&process->err);
    reap(process);
}
