/* Opens the file that is named first in the mode that is named second, and says whether it could. */
#include <stdio.h>

int main(int argc, char **argv) {
    FILE *file = fopen(argv[1], argv[2]);
    if (!file) {
        perror(argv[1]);
        return 1;
    }
    puts("opened");
    return 0;
}
