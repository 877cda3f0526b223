// The least that restarting can cost: four children, waitpid(2), vfork(2), execve(2), and nothing else.
//
//     raw CHILD
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static pid_t start(const char *path, int number) {
    char digit[2] = {(char)('0' + number), 0};
    char *arguments[] = {"child", digit, NULL};
    pid_t pid = vfork();
    if (pid == 0) {
        execve(path, arguments, environ);
        _exit(127);
    }
    return pid;
}

int main(int count, char **arguments) {
    if (count != 2) return 64;
    pid_t children[4];
    for (int i = 0; i < 4; i++) children[i] = start(arguments[1], i);
    for (;;) {
        pid_t ended = waitpid(-1, NULL, 0);
        if (ended < 0) return 1;
        for (int i = 0; i < 4; i++)
            if (children[i] == ended) children[i] = start(arguments[1], i);
    }
}
