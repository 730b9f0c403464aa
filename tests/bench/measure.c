/* Runs a command once and prints what it cost: `measure [-i FILE] COMMAND [ARGUMENT...]` writes one line
 * "CPU_MICROSECONDS MAX_RSS_KB STATUS WALL_MICROSECONDS" to stdout. The command's own stdout goes to /dev/null, its
 * stdin comes from FILE. The caller repeats and takes medians, so that several commands can take turns. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval t) {
    return (long long)t.tv_sec * 1000000 + t.tv_usec;
}

static void redirect(const char *path, int flags, int target) {
    int fd = open(path, flags);
    if (fd < 0 || dup2(fd, target) < 0) {
        fprintf(stderr, "measure: %s: %s\n", path, strerror(errno));
        _exit(127);
    }
    close(fd);
}

int main(int argc, char **argv) {
    const char *input = "/dev/null";
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "-i") == 0) {
        input = argv[2];
        first = 3;
    }
    if (first >= argc) {
        fputs("usage: measure [-i FILE] COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    pid_t child = fork();
    if (child < 0) {
        perror("measure: fork");
        return 1;
    }
    if (child == 0) {
        redirect(input, O_RDONLY, 0);
        redirect("/dev/null", O_WRONLY, 1);
        execvp(argv[first], argv + first);
        fprintf(stderr, "measure: %s: %s\n", argv[first], strerror(errno));
        _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            perror("measure: waitpid");
            return 1;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    /* Only one child was waited for, so this is its own use and its descendants'. */
    struct rusage use;
    getrusage(RUSAGE_CHILDREN, &use);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    long long wall = (long long)(ended.tv_sec - began.tv_sec) * 1000000 + (ended.tv_nsec - began.tv_nsec) / 1000;
    printf("%lld %ld %d %lld\n", microseconds(use.ru_utime) + microseconds(use.ru_stime), use.ru_maxrss, code, wall);
    return code == 127;
}
