// Control flow: dense and sparse switches, fall through, nested loops with labels, Duff's device, irreducible loops by goto.
#include <stdio.h>

__attribute__((noinline)) static int dense(int n) {
  switch (n) {
    case 0: return 10;
    case 1: return 21;
    case 2: n += 5;  // falls through
    case 3: return n * 3;
    case 4: case 5: case 6: return 60 + n;
    case 7: return dense(n - 3);
    case 8: return -8;
    case 9: return 99;
    case 200: return 2;
    default: return n < 0 ? -1 : 1000;
  }
}

__attribute__((noinline)) static const char *sparse(long long n) {
  switch (n) {
    case -9000000000000: return "far below";
    case -1: return "minus one";
    case 0x7fffffff: return "largest";
    case 1ll << 40: return "two to the forty";
    case 123456789012345: return "digits";
    default: return "other";
  }
}

__attribute__((noinline)) static int duff(const char *from, char *to, int count) {
  int turns = (count + 7) / 8;
  switch (count % 8) {
    case 0: do { *to++ = *from++;
    case 7: *to++ = *from++;
    case 6: *to++ = *from++;
    case 5: *to++ = *from++;
    case 4: *to++ = *from++;
    case 3: *to++ = *from++;
    case 2: *to++ = *from++;
    case 1: *to++ = *from++;
    } while (--turns > 0);
  }
  return count;
}

__attribute__((noinline)) static int irreducible(int n) {
  int steps = 0;
  if (n & 1) goto inside;
again:
  steps += 2;
  n -= 3;
inside:
  steps++;
  if (n > 0 && n % 5) goto again;
  if (n > 0) {
    n--;
    goto inside;
  }
  return steps;
}

__attribute__((noinline)) static int search(int limit) {
  for (int a = 1; a < limit; a++)
    for (int b = a; b < limit; b++) {
      for (int c = b; c < limit; c++) {
        if (a * a + b * b < c * c) break;
        if (a * a + b * b == c * c && a + b + c > limit) goto found;
        continue;
      found:
        return a * 1000000 + b * 1000 + c;
      }
    }
  return 0;
}

static int state_machine(const char *text) {
  enum { OUT, IN, QUOTED, COMMENT } state = OUT;
  int words = 0;
  for (; *text; text++) switch (state) {
      case OUT: state = *text == '#' ? COMMENT : *text == '"' ? QUOTED : *text == ' ' ? OUT : (words++, IN); break;
      case IN: state = *text == ' ' ? OUT : IN; break;
      case QUOTED: state = *text == '"' ? (words += 100, OUT) : QUOTED; break;
      case COMMENT: state = *text == '\n' ? OUT : COMMENT; break;
    }
  return words;
}

int main(void) {
  for (int n = -1; n <= 10; n++) printf("%d ", dense(n));
  printf("%d\n", dense(200));
  static const long long keys[] = {-9000000000000, -1, 0, 0x7fffffff, 1ll << 40, 123456789012345};
  for (int i = 0; i < 6; i++) printf("%s, ", sparse(keys[i]));
  char copy[32] = "";
  printf("\n%d %s\n", duff("to be copied by Duff", copy, 20), copy);
  for (int n = 0; n < 40; n++) printf("%d ", irreducible(n));
  printf("\n%d\n", search(200));
  printf("%d\n", state_machine("one two \"in quotes\" # rest of line\nthree"));
  return 0;
}
