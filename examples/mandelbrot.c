// Draws the Mandelbrot set in the terminal: pure computation.  Try: wasihost mandelbrot.wasm 100
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  int width = argc > 1 ? atoi(argv[1]) : 78, limit = argc > 2 ? atoi(argv[2]) : 2000;
  if (width < 2 || width > 10000 || limit < 1) {
    fprintf(stderr, "usage: mandelbrot [WIDTH [ITERATIONS]]\n");
    return 2;
  }
  static const char shades[] = " .,:;i1tfLCG08@";
  double step = 3.0 / width;
  for (double y = -1.2; y <= 1.2; y += 2 * step) {
    for (int x = 0; x < width; x++) {
      double cr = -2.2 + x * step, zr = 0, zi = 0;
      int n = 0;
      for (; n < limit && zr * zr + zi * zi < 4; n++) {
        double t = zr * zr - zi * zi + cr;
        zi = 2 * zr * zi + y;
        zr = t;
      }
      putchar(n == limit ? '@' : shades[n < 14 ? n : 7 + n % 7]);
    }
    putchar('\n');
  }
  return 0;
}
