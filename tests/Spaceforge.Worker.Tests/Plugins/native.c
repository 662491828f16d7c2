/* Stands for a native plugin: tells how it was started. */
#include <stdio.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    char folder[4096];
    printf("native");
    for (int i = 1; i < count; i++) printf(" %s", arguments[i]);
    printf(" in %s\n", getcwd(folder, sizeof folder));
    return 0;
}
