// The Mandelbrot set as text and as a portable bitmap written to a file: double arithmetic in loops.
#include <stdio.h>

static int iterations(double cr, double ci, int limit) {
  double zr = 0, zi = 0;
  int n = 0;
  for (; n < limit && zr * zr + zi * zi <= 4; n++) {
    double t = zr * zr - zi * zi + cr;
    zi = 2 * zr * zi + ci;
    zr = t;
  }
  return n;
}

int main(void) {
  for (int y = 0; y < 24; y++) {
    for (int x = 0; x < 76; x++) putchar(" .:-=+*%@#"[iterations(-2.2 + x * 0.042, -1.2 + y * 0.1, 90) / 10]);
    putchar('\n');
  }
  FILE *picture = fopen("mandelbrot.pbm", "wb");
  if (!picture) return 1;
  fprintf(picture, "P4\n160 160\n");
  for (int y = 0; y < 160; y++)
    for (int x = 0, byte = 0; x < 160; x++) {
      byte = byte << 1 | (iterations(-2 + x / 64.0, -1.25 + y / 64.0, 60) == 60);
      if (x % 8 == 7) putc(byte & 255, picture);
    }
  return fclose(picture);
}
