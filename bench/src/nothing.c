// The least a program does.
int main(void) { return 0; }
