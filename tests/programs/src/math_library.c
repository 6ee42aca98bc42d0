// The math library over a range of arguments, every digit printed: trigonometry, exponentials, gamma, remainders, decomposition.
#include <complex.h>
#include <math.h>
#include <stdio.h>

typedef double unary(double);
static const struct {
  const char *name;
  unary *function;
} table[] = {{"sin", sin},   {"cos", cos},     {"tan", tan},   {"asin", asin}, {"atan", atan},     {"sinh", sinh}, {"tanh", tanh},
             {"exp", exp},   {"exp2", exp2},   {"expm1", expm1}, {"log", log}, {"log2", log2},     {"log10", log10}, {"log1p", log1p},
             {"sqrt", sqrt}, {"cbrt", cbrt},   {"erf", erf},   {"tgamma", tgamma}, {"lgamma", lgamma}, {"rint", rint}, {"round", round}};

int main(void) {
  static const double arguments[] = {0.001, 0.3, 0.7853981633974483, 0.999, 1.5, 12.34, 100.25, 1e6};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    printf("%s", table[i].name);
    for (size_t k = 0; k < sizeof arguments / sizeof *arguments; k++) {
      double value = table[i].function(arguments[k]);
      isnan(value) ? printf(" nan") : printf(" %.17g", value);
    }
    printf("\n");
  }
  int exponent;
  double whole, part = modf(-3.75, &whole), mantissa = frexp(1000.0, &exponent);
  printf("%g %g %g %d %g %g\n", whole, part, mantissa, exponent, ldexp(0.75, 10), scalbn(3, -4));
  printf("%.17g %.17g %.17g %.17g\n", pow(2.5, 3.7), atan2(-1, -2), hypot(3e200, 4e200), fmod(1e20, 7));
  printf("%.17g %ld %lld\n", remainder(7.5, 2), lround(-2.5), llrint(3.5));
  double complex z = cexp(I * 2.0) * csqrt(-4.0 + 1.0 * I);
  printf("%.15g %.15g\n", creal(z), cimag(z));
  return 0;
}
