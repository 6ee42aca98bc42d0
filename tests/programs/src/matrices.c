// Numeric loops: matrix products, LU decomposition, a sieve, fannkuch, a fast Fourier transform, the game of life.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 60 };
static double a[N][N], b[N][N], c[N][N];

static double determinant(void) {
  double result = 1;
  for (int k = 0; k < N; k++) {
    int pivot = k;
    for (int i = k + 1; i < N; i++)
      if (fabs(a[i][k]) > fabs(a[pivot][k])) pivot = i;
    for (int j = 0; pivot != k && j < N; j++) {
      double t = a[k][j];
      a[k][j] = a[pivot][j], a[pivot][j] = t;
    }
    result *= pivot == k ? a[k][k] : -a[k][k];
    for (int i = k + 1; i < N; i++) {
      double factor = a[i][k] / a[k][k];
      for (int j = k; j < N; j++) a[i][j] -= factor * a[k][j];
    }
  }
  return result;
}

static int fannkuch(int n) {
  int perm[16], first[16], count[16], flips = 0, r = n;
  for (int i = 0; i < n; i++) first[i] = i;
  for (;;) {
    for (; r != 1; r--) count[r - 1] = r;
    memcpy(perm, first, sizeof perm);
    int here = 0;
    for (int k; (k = perm[0]) != 0; here++)
      for (int i = 0, j = k; i < j; i++, j--) {
        int t = perm[i];
        perm[i] = perm[j], perm[j] = t;
      }
    if (here > flips) flips = here;
    for (;; r++) {
      if (r == n) return flips;
      int head = first[0];
      memmove(first, first + 1, r * sizeof *first);
      first[r] = head;
      if (--count[r] > 0) break;
    }
  }
}

static void fft(double *re, double *im, int n, int inverse) {
  for (int i = 1, j = 0; i < n; i++) {
    int bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      double t = re[i];
      re[i] = re[j], re[j] = t, t = im[i], im[i] = im[j], im[j] = t;
    }
  }
  for (int length = 2; length <= n; length <<= 1)
    for (int i = 0; i < n; i += length)
      for (int k = 0; k < length / 2; k++) {
        double angle = (inverse ? -2 : 2) * M_PI * k / length, wr = cos(angle), wi = sin(angle);
        double *xr = re + i + k, *xi = im + i + k, *yr = xr + length / 2, *yi = xi + length / 2;
        double tr = *yr * wr - *yi * wi, ti = *yr * wi + *yi * wr;
        *yr = *xr - tr, *yi = *xi - ti, *xr += tr, *xi += ti;
      }
}

int main(void) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) a[i][j] = (i * 37 + j * 17) % 23 - 11, b[i][j] = 1.0 / (i + j + 1);
  double trace = 0;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      for (int k = 0; k < N; k++) c[i][j] += a[i][k] * b[k][j];
  for (int i = 0; i < N; i++) trace += c[i][i];
  for (int i = 0; i < N; i++) a[i][i] += 40;
  printf("%.17g %.15g\n", trace, determinant());

  static uint8_t composite[200001];
  int primes = 0;
  for (int i = 2; i <= 200000; i++) {
    primes += !composite[i];
    for (int k = 2 * i; !composite[i] && k <= 200000; k += i) composite[k] = 1;
  }
  printf("%d %d\n", primes, fannkuch(8));

  static double re[1024], im[1024];
  for (int i = 0; i < 1024; i++) re[i] = i % 50;
  fft(re, im, 1024, 0);
  printf("%.12g %.12g\n", re[0], hypot(re[41], im[41]));
  fft(re, im, 1024, 1);
  printf("%.9f\n", re[1023] / 1024);

  static char life[2][40][40];
  life[0][19][20] = life[0][19][21] = life[0][20][19] = life[0][20][20] = life[0][21][20] = 1;  // R-pentomino
  int alive = 0;
  for (int g = 0; g < 100; g++)
    for (int y = 0; y < 40; y++)
      for (int x = 0; x < 40; x++) {
        int n = -life[g % 2][y][x];
        for (int d = 0; d < 9; d++) n += life[g % 2][(y + d / 3 + 39) % 40][(x + d % 3 + 39) % 40];
        life[1 - g % 2][y][x] = n == 3 || (n == 2 && life[g % 2][y][x]);
        alive += g == 99 && life[0][y][x];
      }
  printf("%d alive\n", alive);
  return 0;
}
