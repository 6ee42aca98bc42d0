// Floats printed and read: every printf format, exact decimal round trips, hexadecimal floats, denormals, infinities, min and max.
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  static const double values[] = {0.0, -0.0, 1.0, -1.5, 0.1, 1e10, 123456.789, 1e-5, 1e100, DBL_MAX, DBL_MIN, 5e-324, 2.2250738585072011e-308,
                                  1.7976931348623157e308, 3.14159265358979, 1.0 / 3};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    double v = values[i];
    printf("%f %e %g %a %.0f %.3f %+.2e % g %010.2f|%-12g|%#g\n", v, v, v, v, v, v, v, v, v, v, v);
    char text[64];
    snprintf(text, sizeof text, "%.17g", v);
    double back = strtod(text, NULL);
    if (back != v || signbit(back) != signbit(v)) printf("no round trip for %s\n", text);
  }
  volatile double zero = 0, huge = 1e308, nan_value = zero / zero;
  printf("%f %f %d %d\n", 1 / zero, -1 / zero, isnan(nan_value), nan_value == nan_value);
  printf("%g %g %g\n", huge * 10, fmin(nan_value, 1), fmax(-0.0, 0.0));
  printf("%s %s\n", signbit(fmin(0.0, -0.0)) ? "-" : "+", signbit(fmax(-0.0, -0.0)) ? "-" : "+");
  printf("%.17g %.17g %.17g\n", strtod("0x1.8p3", NULL), strtod("1e-400", NULL), strtod("179769313486231580793e289", NULL));
  printf("%.9g %.9g %.9g\n", strtof("16777217", NULL), strtof("3.4028236e38", NULL), strtof("1e-46", NULL));
  volatile float denormal = 1e-40f;
  printf("%g %g\n", denormal, denormal / 2);
  printf("%.17g %.17g\n", sqrt(2.0), fma(1e16, 1e16, -1e32));
  long double wide = 1.0L / 3;
  printf("%.33Lg\n", wide);
  double sum = 0;
  for (int i = 1; i <= 1000000; i++) sum += 1.0 / i;
  printf("%.17g\n", sum);
  return 0;
}
