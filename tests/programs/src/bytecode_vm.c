// A bytecode interpreter twice, by computed goto and by switch, running the same loop and primes.
#include <stdint.h>
#include <stdio.h>

enum { PUSH, LOAD, STORE, ADD, SUB, MUL, MOD, LESS, JUMP, JUMP_IF_ZERO, PRINT, HALT };

static int64_t by_goto(const int32_t *code, int64_t *slots) {
  static void *const labels[] = {&&push, &&load, &&store, &&add, &&sub, &&mul, &&mod, &&less, &&jump, &&jump_if_zero, &&print, &&halt};
  int64_t stack[64], *top = stack;
  uint64_t steps = 0;
#define NEXT goto *labels[steps++, *code++]
  NEXT;
push: *top++ = *code++; NEXT;
load: *top++ = slots[*code++]; NEXT;
store: slots[*code++] = *--top; NEXT;
add: top--; top[-1] += *top; NEXT;
sub: top--; top[-1] -= *top; NEXT;
mul: top--; top[-1] *= *top; NEXT;
mod: top--; top[-1] %= *top; NEXT;
less: top--; top[-1] = top[-1] < *top; NEXT;
jump: code += *code; NEXT;
jump_if_zero: code += *--top ? 1 : *code; NEXT;
print: printf("%lld\n", (long long)*--top); NEXT;
halt: return (int64_t)steps;
}

static int64_t by_switch(const int32_t *code, int64_t *slots) {
  int64_t stack[64], *top = stack;
  for (uint64_t steps = 1;; steps++) switch (*code++) {
      case PUSH: *top++ = *code++; break;
      case LOAD: *top++ = slots[*code++]; break;
      case STORE: slots[*code++] = *--top; break;
      case ADD: top--; top[-1] += *top; break;
      case SUB: top--; top[-1] -= *top; break;
      case MUL: top--; top[-1] *= *top; break;
      case MOD: top--; top[-1] %= *top; break;
      case LESS: top--; top[-1] = top[-1] < *top; break;
      case JUMP: code += *code; break;
      case JUMP_IF_ZERO: code += *--top ? 1 : *code; break;
      case PRINT: printf("%lld\n", (long long)*--top); break;
      case HALT: return (int64_t)steps;
    }
}

// The sum of the primes below 1500. Jump operands are relative to their own place.
static int32_t code[128];
static int length;
static int emit(int32_t op) { return code[length] = op, length++; }
static void patch(int at, int target) { code[at] = target - at; }

static void assemble(void) {
  emit(PUSH), emit(2), emit(STORE), emit(0);
  int outer = emit(LOAD);
  emit(0), emit(PUSH), emit(1500), emit(LESS), emit(JUMP_IF_ZERO);
  int done = emit(0);
  emit(PUSH), emit(2), emit(STORE), emit(1);
  int inner = emit(LOAD);  // if n < d*d: prime
  emit(0), emit(LOAD), emit(1), emit(LOAD), emit(1), emit(MUL), emit(LESS), emit(JUMP_IF_ZERO);
  int divide = emit(0);
  emit(LOAD), emit(2), emit(LOAD), emit(0), emit(ADD), emit(STORE), emit(2), emit(JUMP);
  int found = emit(0);
  patch(divide, length);
  emit(LOAD), emit(0), emit(LOAD), emit(1), emit(MOD), emit(JUMP_IF_ZERO);
  int composite = emit(0);
  emit(LOAD), emit(1), emit(PUSH), emit(1), emit(ADD), emit(STORE), emit(1), emit(JUMP);
  int again = emit(0);
  patch(again, inner);
  patch(found, length), patch(composite, length);
  emit(LOAD), emit(0), emit(PUSH), emit(1), emit(ADD), emit(STORE), emit(0), emit(JUMP);
  int more = emit(0);
  patch(more, outer);
  patch(done, length);
  emit(LOAD), emit(2), emit(PRINT), emit(HALT);
}

int main(void) {
  int64_t slots[3] = {0};
  assemble();
  printf("%lld steps\n", (long long)by_goto(code, slots));
  slots[2] = 0;
  printf("%lld steps\n", (long long)by_switch(code, slots));
  return 0;
}
