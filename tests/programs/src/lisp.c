// A small Lisp with closures, tail loops and a mark-and-sweep collector, running queens, primes and higher-order functions.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct cell cell;
typedef cell *primitive(cell *arguments);
struct cell {
  enum { NUMBER, SYMBOL, PAIR, PRIMITIVE, CLOSURE } kind;
  int marked;
  union {
    long number;
    const char *name;
    struct { cell *head, *tail; };
    primitive *function;
    struct { cell *lambda, *scope; };
  };
};

enum { CELLS = 60000, ROOTS = 20000 };
static cell heap[CELLS], *unused, *symbols, *globals, *roots[ROOTS];
static int root_count, collections;

static void mark(cell *c) {
  for (; c && !c->marked; c = c->kind == CLOSURE ? c->scope : c->tail) {
    c->marked = 1;
    if (c->kind != PAIR && c->kind != CLOSURE) return;
    mark(c->kind == CLOSURE ? c->lambda : c->head);
  }
}

static void collect(void) {
  collections++;
  mark(symbols), mark(globals);
  for (int i = 0; i < root_count; i++) mark(roots[i]);
  unused = NULL;
  for (cell *c = heap; c < heap + CELLS; c++) {
    if (!c->marked) c->kind = PAIR, c->head = NULL, c->tail = unused, unused = c;
    c->marked = 0;
  }
}

static cell *keep(cell *c) { return roots[root_count++] = c; }

static cell *allocate(int kind) {
  if (!unused) collect();
  if (!unused) exit(3);
  cell *c = unused;
  unused = c->tail;
  c->kind = kind;
  return c;
}

static cell *pair(cell *head, cell *tail) {
  int mark_roots = root_count;
  keep(head), keep(tail);
  cell *c = allocate(PAIR);
  c->head = head, c->tail = tail;
  root_count = mark_roots;
  return c;
}

static cell *number(long n) {
  cell *c = allocate(NUMBER);
  c->number = n;
  return c;
}

static cell *symbol(const char *name) {
  for (cell *s = symbols; s; s = s->tail)
    if (!strcmp(s->head->name, name)) return s->head;
  cell *c = allocate(SYMBOL);
  c->name = strdup(name);
  symbols = pair(c, symbols);
  return c;
}

static cell *quote, *lambda, *if_, *define, *truth;

static cell *find(cell *name, cell *scope) {
  for (cell *s = scope; s; s = s->tail)
    if (s->head->head == name) return s->head;
  for (cell *s = globals; s; s = s->tail)
    if (s->head->head == name) return s->head;
  fprintf(stderr, "unbound: %s\n", name->name);
  exit(2);
}

static cell *evaluate(cell *form, cell *scope) {
  int base = root_count;
  for (;;) {
    root_count = base;
    keep(form), keep(scope);
    if (!form || form->kind == NUMBER) return root_count = base, form;
    if (form->kind == SYMBOL) return root_count = base, find(form, scope)->tail;
    cell *op = form->head, *rest = form->tail;
    if (op == quote) return root_count = base, rest->head;
    if (op == if_) {
      form = evaluate(rest->head, scope) ? rest->tail->head : rest->tail->tail ? rest->tail->tail->head : NULL;
      continue;
    }
    if (op == lambda) {
      cell *c = allocate(CLOSURE);
      c->lambda = rest, c->scope = scope;
      return root_count = base, c;
    }
    if (op == define) {
      cell *value = keep(evaluate(rest->tail->head, scope));
      cell *binding = keep(pair(rest->head, value));
      globals = pair(binding, globals);
      return root_count = base, rest->head;
    }
    cell *function = keep(evaluate(op, scope)), *values = NULL, **slot = &values;
    int values_root = root_count;
    keep(NULL);
    for (cell *r = rest; r; r = r->tail) {
      cell *value = keep(evaluate(r->head, scope));
      *slot = pair(value, NULL);
      roots[values_root] = values;
      slot = &(*slot)->tail;
    }
    if (function->kind == PRIMITIVE) {
      cell *result = function->function(values);
      return root_count = base, result;
    }
    cell *inner = function->scope;
    for (cell *name = function->lambda->head; name; name = name->tail, values = values->tail) {
      int here = root_count;
      cell *binding = keep(pair(name->head, values->head));
      inner = pair(binding, inner);
      root_count = here;
      keep(inner);
    }
    form = function->lambda->tail->head, scope = inner;
  }
}

static const char *text;
static cell *parse(void) {
  while (isspace((unsigned char)*text)) text++;
  if (*text == '\'') {
    text++;
    int base = root_count;
    cell *quoted = keep(pair(keep(parse()), NULL)), *result = pair(quote, quoted);
    return root_count = base, result;
  }
  if (*text == '(') {
    text++;
    int base = root_count;
    keep(NULL);
    cell *first = NULL, **slot = &first;
    for (;;) {
      while (isspace((unsigned char)*text)) text++;
      if (*text == ')') return text++, root_count = base, first;
      *slot = pair(keep(parse()), NULL);
      roots[base] = first;
      slot = &(*slot)->tail;
    }
  }
  char word[32];
  int n = 0;
  while (*text && !isspace((unsigned char)*text) && *text != '(' && *text != ')') word[n++] = *text++;
  word[n] = 0;
  return isdigit((unsigned char)word[0]) || (word[0] == '-' && word[1]) ? number(atol(word)) : symbol(word);
}

static void print(cell *c) {
  if (!c) printf("()");
  else if (c->kind == NUMBER) printf("%ld", c->number);
  else if (c->kind == SYMBOL) printf("%s", c->name);
  else if (c->kind != PAIR) printf("<function>");
  else {
    for (printf("("); c; c = c->tail) print(c->head), printf(c->tail ? " " : "");
    printf(")");
  }
}

static cell *add(cell *a) { return number(a->head->number + a->tail->head->number); }
static cell *subtract(cell *a) { return number(a->head->number - a->tail->head->number); }
static cell *multiply(cell *a) { return number(a->head->number * a->tail->head->number); }
static cell *modulo(cell *a) { return number(a->head->number % a->tail->head->number); }
static cell *less(cell *a) { return a->head->number < a->tail->head->number ? truth : NULL; }
static cell *equal(cell *a) { return a->head->number == a->tail->head->number ? truth : NULL; }
static cell *head(cell *a) { return a->head->head; }
static cell *tail(cell *a) { return a->head->tail; }
static cell *cons(cell *a) { return pair(a->head, a->tail->head); }
static cell *is_null(cell *a) { return a->head ? NULL : truth; }
static const struct { const char *name; primitive *function; } primitives[] = {
    {"+", add}, {"-", subtract}, {"*", multiply}, {"mod", modulo}, {"<", less}, {"=", equal},
    {"car", head}, {"cdr", tail}, {"cons", cons}, {"null?", is_null}};

static const char *const library[] = {
    "(define map (lambda (f l) (if (null? l) '() (cons (f (car l)) (map f (cdr l))))))",
    "(define fold (lambda (f a l) (if (null? l) a (fold f (f a (car l)) (cdr l)))))",
    "(define range (lambda (a b) (if (< a b) (cons a (range (+ a 1) b)) '())))",
    "(define filter (lambda (p l) (if (null? l) '() (if (p (car l)) (cons (car l) (filter p (cdr l))) (filter p (cdr l))))))",
    "(define compose (lambda (f g) (lambda (x) (f (g x)))))",
    "(define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))",
    "(define loop (lambda (n a) (if (= n 0) a (loop (- n 1) (+ a n)))))",
    "(define prime? (lambda (n) ((lambda (try) (try try 2)) (lambda (try d) (if (< n (* d d)) 't (if (= (mod n d) 0) '() (try try (+ d 1))))))))",
    "(define safe (lambda (q d placed) (if (null? placed) 't (if (= q (car placed)) '() (if (= (+ q d) (car placed)) '()"
    " (if (= (- q d) (car placed)) '() (safe q (+ d 1) (cdr placed))))))))",
    "(define queens (lambda (n row placed) (if (= row n) 1 (fold + 0 (map (lambda (q)"
    " (if (safe q 1 placed) (queens n (+ row 1) (cons q placed)) 0)) (range 0 n))))))",
    "(map (compose (lambda (x) (* x x)) (lambda (x) (+ x 1))) '(1 2 3 4))",
    "(fold + 0 (range 0 100))", "(fib 17)", "(loop 20000 0)", "(filter prime? (range 2 60))", "(queens 6 0 '())",
    "(cons 'a (cons '(b -3) '()))", "map"};

int main(void) {
  collect();
  quote = symbol("quote"), lambda = symbol("lambda"), if_ = symbol("if"), define = symbol("define"), truth = symbol("t");
  for (size_t i = 0; i < sizeof primitives / sizeof *primitives; i++) {
    cell *c = keep(allocate(PRIMITIVE));
    c->function = primitives[i].function;
    globals = pair(keep(pair(symbol(primitives[i].name), c)), globals);
    root_count = 0;
  }
  for (size_t i = 0; i < sizeof library / sizeof *library; i++) {
    text = library[i];
    root_count = 0;
    print(evaluate(keep(parse()), NULL));
    printf("\n");
  }
  printf("collected %s\n", collections > 3 ? "often" : "seldom");
  return 0;
}
