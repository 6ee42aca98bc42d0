// The n-body simulation of the Benchmarks Game: square roots and divisions whose last digit must agree.
#include <math.h>
#include <stdio.h>

typedef struct {
  double p[3], v[3], mass;
} body;

#define PI 3.141592653589793
#define SOLAR (4 * PI * PI)
#define YEAR 365.24

static body bodies[] = {
    {{0, 0, 0}, {0, 0, 0}, SOLAR},
    {{4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01},
     {1.66007664274403694e-03 * YEAR, 7.69901118419740425e-03 * YEAR, -6.90460016972063023e-05 * YEAR}, 9.54791938424326609e-04 * SOLAR},
    {{8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01},
     {-2.76742510726411010e-03 * YEAR, 4.99852801234917238e-03 * YEAR, 2.30417297573763929e-05 * YEAR}, 2.85885980666130812e-04 * SOLAR},
    {{1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01},
     {2.96460137564761618e-03 * YEAR, 2.37847173959480950e-03 * YEAR, -2.96589568540237556e-05 * YEAR}, 4.36624404335156298e-05 * SOLAR},
    {{1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01},
     {2.68067772490389322e-03 * YEAR, 1.62824170038242295e-03 * YEAR, -9.51592254519715870e-05 * YEAR}, 5.15138902046611451e-05 * SOLAR}};
enum { COUNT = sizeof bodies / sizeof *bodies };

static double distance2(const body *a, const body *b, double d[3]) {
  for (int k = 0; k < 3; k++) d[k] = a->p[k] - b->p[k];
  return d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
}

static void advance(double dt) {
  double d[3];
  for (int i = 0; i < COUNT; i++)
    for (int j = i + 1; j < COUNT; j++) {
      double d2 = distance2(&bodies[i], &bodies[j], d), magnitude = dt / (d2 * sqrt(d2));
      for (int k = 0; k < 3; k++) {
        bodies[i].v[k] -= d[k] * bodies[j].mass * magnitude;
        bodies[j].v[k] += d[k] * bodies[i].mass * magnitude;
      }
    }
  for (int i = 0; i < COUNT; i++)
    for (int k = 0; k < 3; k++) bodies[i].p[k] += dt * bodies[i].v[k];
}

static double energy(void) {
  double e = 0, d[3];
  for (int i = 0; i < COUNT; i++) {
    const double *v = bodies[i].v;
    e += 0.5 * bodies[i].mass * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    for (int j = i + 1; j < COUNT; j++) e -= bodies[i].mass * bodies[j].mass / sqrt(distance2(&bodies[i], &bodies[j], d));
  }
  return e;
}

int main(void) {
  printf("%.9f %.17g\n", energy(), energy());
  for (int i = 0; i < 20000; i++) advance(0.01);
  printf("%.9f %.17g\n", energy(), energy());
  return 0;
}
