// Kernels, each timed by itself: `kernels NAME [REPEAT]` prints the nanoseconds that a round took, and a checksum.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint32_t seed;
static uint32_t next_random(void) { return seed = seed * 1664525u + 1013904223u; }

// ------------------------------------------------------------------------------------------------ recursion
static __attribute__((noinline)) int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static uint64_t recursion(void) { return (uint64_t)fib(38); }

// ------------------------------------------------------------------------------------------------ sort
enum { COUNT = 1 << 20 };
static int32_t numbers[COUNT];

static void quicksort(int32_t *first, int32_t *last) {
  while (last - first > 16) {
    int32_t pivot = first[(last - first) / 2], *left = first, *right = last;
    for (;;) {
      while (*left < pivot) left++;
      while (pivot < *right) right--;
      if (left >= right) break;
      int32_t swapped = *left;
      *left++ = *right;
      *right-- = swapped;
    }
    quicksort(first, left - 1);
    first = left;
  }
  for (int32_t *at = first + 1; at <= last; at++) {
    int32_t value = *at, *hole = at;
    for (; hole > first && hole[-1] > value; hole--) *hole = hole[-1];
    *hole = value;
  }
}

static uint64_t sort(void) {
  for (int i = 0; i < COUNT; i++) numbers[i] = (int32_t)next_random();
  quicksort(numbers, numbers + COUNT - 1);
  uint64_t sum = 0;
  for (int i = 0; i < COUNT; i += 1000) sum = sum * 31 + (uint32_t)numbers[i];
  return sum;
}

// ------------------------------------------------------------------------------------------------ matrix product
enum { SIDE = 384 };
static double a[SIDE][SIDE], b[SIDE][SIDE], c[SIDE][SIDE];

static uint64_t matrix(void) {
  for (int i = 0; i < SIDE; i++)
    for (int j = 0; j < SIDE; j++) a[i][j] = i + j, b[i][j] = i - j, c[i][j] = 0;
  for (int round = 0; round < 8; round++)
    for (int i = 0; i < SIDE; i++)
      for (int k = 0; k < SIDE; k++)
        for (int j = 0; j < SIDE; j++) c[i][j] += a[i][k] * b[k][j];
  return (uint64_t)(int64_t)c[SIDE / 3][SIDE / 5];
}

// ------------------------------------------------------------------------------------------------ n-body
typedef struct { double x, y, z, vx, vy, vz, mass; } body;
static const body SYSTEM[5] = {
    {0, 0, 0, 0, 0, 0, 39.47841760435743},
    {4.84143144246472, -1.16032004402742, -0.103622044471123, 0.606326392995832, 2.81198684491626, -0.0252183616598876, 0.0376936749096943},
    {8.34336671824458, 4.1247985641243, -0.4035234171143, -1.01077434617879, 1.82566237123041, 0.00841576137658415, 0.011286326131968},
    {12.8943695621391, -15.1111514016986, -0.223307578892656, 1.08279100644154, 0.868713018169608, -0.0108326374013636, 0.0017237240570597},
    {15.3796971148509, -25.919314609987, 0.179258772950371, 0.979090732243898, 0.594698998647676, -0.0347559555078104, 0.0020336868699246}};

static uint64_t nbody(void) {
  body bodies[5];
  memcpy(bodies, SYSTEM, sizeof bodies);
  for (int step = 0; step < 600000; step++) {
    for (int i = 0; i < 5; i++)
      for (int j = i + 1; j < 5; j++) {
        body *p = &bodies[i], *q = &bodies[j];
        double dx = p->x - q->x, dy = p->y - q->y, dz = p->z - q->z;
        double square = dx * dx + dy * dy + dz * dz, force = 0.01 / (square * sqrt(square));
        p->vx -= dx * q->mass * force, p->vy -= dy * q->mass * force, p->vz -= dz * q->mass * force;
        q->vx += dx * p->mass * force, q->vy += dy * p->mass * force, q->vz += dz * p->mass * force;
      }
    for (int i = 0; i < 5; i++) {
      bodies[i].x += 0.01 * bodies[i].vx;
      bodies[i].y += 0.01 * bodies[i].vy;
      bodies[i].z += 0.01 * bodies[i].vz;
    }
  }
  return (uint64_t)(int64_t)(bodies[0].x * 1e9);
}

// ------------------------------------------------------------------------------------------------ SHA-256
static uint32_t round_constants[64], hash[8];

static uint32_t rotate(uint32_t x, int by) { return x >> by | x << (32 - by); }

static void compress(const uint8_t *block) {
  uint32_t w[64], v[8];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    uint32_t x = w[i - 15], y = w[i - 2];
    w[i] = w[i - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) + w[i - 7] + (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
  }
  memcpy(v, hash, sizeof v);
  for (int i = 0; i < 64; i++) {
    uint32_t t1 = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
                  round_constants[i] + w[i];
    uint32_t t2 = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    for (int k = 7; k > 0; k--) v[k] = v[k - 1];
    v[4] += t1;
    v[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++) hash[i] += v[i];
}

static uint64_t sha256(void) {
  static uint8_t message[1 << 16];
  for (int i = 0; i < 64; i++) round_constants[i] = next_random();
  for (size_t i = 0; i < sizeof message; i++) message[i] = (uint8_t)next_random();
  for (int repeat = 0; repeat < 512; repeat++)
    for (size_t i = 0; i < sizeof message; i += 64) compress(message + i);
  return hash[0];
}

// ------------------------------------------------------------------------------------------------ interpreter
enum { PUSH, LOAD, STORE, ADD, SUB, MUL, LESS, JUMP, JUMP_IF_ZERO, HALT };

static __attribute__((noinline)) int64_t run(const int32_t *code, int64_t *slots) {
  int64_t stack[64], *top = stack;
  for (;;) switch (*code++) {
      case PUSH: *top++ = *code++; break;
      case LOAD: *top++ = slots[*code++]; break;
      case STORE: slots[*code++] = *--top; break;
      case ADD: top--, top[-1] += *top; break;
      case SUB: top--, top[-1] -= *top; break;
      case MUL: top--, top[-1] *= *top; break;
      case LESS: top--, top[-1] = top[-1] < *top; break;
      case JUMP: code += *code; break;
      case JUMP_IF_ZERO: code += *--top ? 1 : *code; break;
      case HALT: return slots[1];
    }
}

static uint64_t interpreter(void) {
  // i = 0, sum = 0; while i < n: sum = sum * 3 - i, i = i + 1
  static const int32_t code[] = {PUSH, 0, STORE, 0, PUSH, 0, STORE, 1,
                                 LOAD, 0, LOAD, 2, LESS, JUMP_IF_ZERO, 20,
                                 LOAD, 1, PUSH, 3, MUL, LOAD, 0, SUB, STORE, 1,
                                 LOAD, 0, PUSH, 1, ADD, STORE, 0, JUMP, -25, HALT};
  int64_t slots[3] = {0, 0, 10000000};
  static volatile int32_t copy[sizeof code / sizeof *code];
  for (size_t i = 0; i < sizeof code / sizeof *code; i++) copy[i] = code[i];
  return (uint64_t)run((const int32_t *)copy, slots);
}

// ------------------------------------------------------------------------------------------------ hash table
typedef struct entry { struct entry *next; uint32_t key, count; } entry;

static uint64_t hashtable(void) {
  enum { BUCKETS = 1 << 14 };
  static entry *table[BUCKETS];
  memset(table, 0, sizeof table);
  uint64_t sum = 0;
  for (int i = 0; i < 3000000; i++) {
    uint32_t key = next_random() >> 16, bucket = key * 2654435761u >> 18;
    entry **at = &table[bucket];
    while (*at && (*at)->key != key) at = &(*at)->next;
    if (!*at) {
      *at = malloc(sizeof **at);
      **at = (entry){NULL, key, 0};
    }
    if (++(*at)->count == 40) {  // remove it
      entry *gone = *at;
      *at = gone->next;
      free(gone);
      sum += key;
    }
  }
  for (int i = 0; i < BUCKETS; i++)
    for (entry *e = table[i], *following; e; e = following) following = e->next, sum += e->count, free(e);
  return sum;
}

// ------------------------------------------------------------------------------------------------ mandelbrot
static uint64_t mandelbrot(void) {
  uint64_t sum = 0;
  for (int row = 0; row < 300; row++)
    for (int column = 0; column < 400; column++) {
      double cx = column / 150.0 - 2, cy = row / 150.0 - 1, x = 0, y = 0;
      int n = 0;
      for (; n < 1000 && x * x + y * y < 4; n++) {
        double t = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = t;
      }
      sum += (uint64_t)n;
    }
  return sum;
}

// ------------------------------------------------------------------------------------------------ mix
// What embedded benchmarks mix: list processing, integer matrices, a state machine over text, a checksum.
typedef struct node { struct node *next; int16_t value, index; } node;
static node nodes[1000];

static node *merge(node *x, node *y) {
  node head, *tail = &head;
  while (x && y) {
    node **lower = x->value <= y->value ? &x : &y;
    tail = tail->next = *lower;
    *lower = (*lower)->next;
  }
  tail->next = x ? x : y;
  return head.next;
}

static node *sort_list(node *list) {
  if (!list || !list->next) return list;
  node *slow = list, *fast = list->next;
  while (fast && fast->next) slow = slow->next, fast = fast->next->next;
  node *second = slow->next;
  slow->next = NULL;
  return merge(sort_list(list), sort_list(second));
}

static uint16_t crc(uint32_t data, uint16_t sum) {
  for (int i = 0; i < 32; i++, data >>= 1) sum = (uint16_t)(((data ^ sum) & 1) ? (sum >> 1) ^ 0xa001 : sum >> 1);
  return sum;
}

static int classify(const char *text) {
  enum { START, SIGN, DIGITS, FRACTION, EXPONENT, WORD, INVALID } state = START;
  for (; *text && state != INVALID; text++) {
    char letter = *text;
    int digit = letter >= '0' && letter <= '9';
    switch (state) {
      case START: state = digit ? DIGITS : letter == '-' || letter == '+' ? SIGN : letter == '.' ? FRACTION : WORD; break;
      case SIGN: state = digit ? DIGITS : letter == '.' ? FRACTION : INVALID; break;
      case DIGITS: state = digit ? DIGITS : letter == '.' ? FRACTION : letter == 'e' ? EXPONENT : INVALID; break;
      case FRACTION: state = digit ? FRACTION : letter == 'e' ? EXPONENT : INVALID; break;
      case EXPONENT: state = digit || letter == '-' ? EXPONENT : INVALID; break;
      case WORD: state = letter >= 'a' && letter <= 'z' ? WORD : INVALID; break;
      case INVALID: break;
    }
  }
  return state;
}

static uint64_t mix(void) {
  static int16_t left[32][32], right[32][32];
  static const char *const words[] = {"5012", "1.5e-3", "+7.25", "hello", "-", "12e9", "x1", ".5", "-874.01e4", "1..2"};
  uint16_t sum = 0;
  for (int round = 0; round < 2000; round++) {
    for (int i = 0; i < 1000; i++) nodes[i] = (node){i < 999 ? &nodes[i + 1] : NULL, (int16_t)(next_random() >> 17), (int16_t)i};
    for (node *at = sort_list(nodes); at; at = at->next) sum = (uint16_t)(sum * 31 + at->value);
    for (int i = 0; i < 32; i++)
      for (int j = 0; j < 32; j++) left[i][j] = (int16_t)(i * j + round), right[i][j] = (int16_t)(i + j);
    for (int i = 0; i < 32; i++)
      for (int j = 0; j < 32; j++) {
        int32_t total = 0;
        for (int k = 0; k < 32; k++) total += left[i][k] * right[k][j];
        sum = crc((uint32_t)total, sum);
      }
    for (int i = 0; i < 400; i++) sum = (uint16_t)(sum + classify(words[(i + round) % 10]));
  }
  return sum;
}

// ------------------------------------------------------------------------------------------------ conversions
static uint64_t conversions(void) {
  double sum = 0;
  uint64_t bits = 0;
  for (int i = 1; i < 20000000; i++) {
    double x = (double)(int32_t)next_random() / i;
    sum = fmin(fmax(sum, x), 1e9) + floor(x);
    if (x > -1e9 && x < 1e9) bits += (uint64_t)(int64_t)(int32_t)x;
  }
  return bits + (uint64_t)(int64_t)sum;
}

// ------------------------------------------------------------------------------------------------ indirect calls
static uint32_t f0(uint32_t x) { return x + 3; }
static uint32_t f1(uint32_t x) { return x * 5; }
static uint32_t f2(uint32_t x) { return x ^ x >> 3; }
static uint32_t f3(uint32_t x) { return x - 7; }
static uint32_t (*volatile table[])(uint32_t) = {f0, f1, f2, f3};

static uint64_t indirect(void) {
  uint32_t x = 1;
  for (int i = 0; i < 50000000; i++) x = table[i & 3](x);
  return x;
}

static const struct { const char *name; uint64_t (*run)(void); } KERNELS[] = {
    {"recursion", recursion}, {"sort", sort},           {"matrix", matrix},         {"nbody", nbody},
    {"sha256", sha256},       {"interpreter", interpreter}, {"hashtable", hashtable}, {"mandelbrot", mandelbrot},
    {"mix", mix},             {"conversions", conversions}, {"indirect", indirect}};

int main(int argc, char **argv) {
  for (size_t i = 0; i < sizeof KERNELS / sizeof *KERNELS; i++) {
    if (argc < 2) {
      puts(KERNELS[i].name);
    } else if (!strcmp(argv[1], KERNELS[i].name)) {
      int64_t best = INT64_MAX;
      uint64_t sum = 0;
      for (int round = 0; round < (argc > 2 ? atoi(argv[2]) : 3); round++) {
        struct timespec start, end;
        seed = 1;
        memset(hash, 0, sizeof hash);
        clock_gettime(CLOCK_MONOTONIC, &start);
        sum = KERNELS[i].run();
        clock_gettime(CLOCK_MONOTONIC, &end);
        int64_t took = (end.tv_sec - start.tv_sec) * 1000000000ll + (end.tv_nsec - start.tv_nsec);
        if (took < best) best = took;
      }
      printf("%lld %llu\n", (long long)best, (unsigned long long)sum);
    }
  }
  return 0;
}
