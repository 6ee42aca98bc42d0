// A JSON reader and printer: recursive descent, unions, linked nodes, escapes, numbers, errors with their place.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct node node;
struct node {
  enum { NUL, BOOL, NUMBER, STRING, ARRAY, OBJECT } kind;
  union {
    double number;
    char *text;
    node *first;
  };
  char *key;
  node *next;
};

static const char *start, *at, *problem;

static node *value(void);
static void skip(void) { while (isspace((unsigned char)*at)) at++; }
static void *fail(const char *why) { return problem = problem ? problem : why, NULL; }
static node *make(int kind) {
  node *n = calloc(1, sizeof *n);
  n->kind = kind;
  return n;
}

static char *string(void) {
  char *text = malloc(strlen(at)), *to = text;
  for (at++; *at != '"'; at++) {
    if (!*at) return fail("string does not end");
    if (*at != '\\') {
      *to++ = *at;
      continue;
    }
    static const char from[] = "nrtbf\"\\/", plain[] = "\n\r\t\b\f\"\\/";
    const char *escape = strchr(from, *++at);
    if (*at == 'u') {
      unsigned code = 0;
      if (sscanf(at + 1, "%4x", &code) != 1) return fail("bad \\u");
      at += 4;
      if (code < 0x80) *to++ = (char)code;
      else if (code < 0x800) *to++ = (char)(0xc0 | code >> 6), *to++ = (char)(0x80 | (code & 63));
      else *to++ = (char)(0xe0 | code >> 12), *to++ = (char)(0x80 | (code >> 6 & 63)), *to++ = (char)(0x80 | (code & 63));
    } else if (*at && escape) *to++ = plain[escape - from];
    else return fail("bad escape");
  }
  at++;
  *to = 0;
  return text;
}

static node *list(int kind, char end) {
  node *n = make(kind), **last = &n->first;
  at++, skip();
  if (*at == end) return at++, n;
  for (;;) {
    char *key = NULL;
    if (kind == OBJECT) {
      skip();
      if (*at != '"') return fail("expected a key");
      if (!(key = string())) return NULL;
      skip();
      if (*at++ != ':') return at--, fail("expected a colon");
    }
    node *item = value();
    if (!item) return NULL;
    item->key = key;
    *last = item, last = &item->next;
    skip();
    if (*at == end) return at++, n;
    if (*at++ != ',') return at--, fail("expected a comma");
  }
}

static node *word(const char *text, int kind, double number) {
  if (strncmp(at, text, strlen(text))) return fail("unknown word");
  at += strlen(text);
  node *n = make(kind);
  n->number = number;
  return n;
}

static node *value(void) {
  skip();
  switch (*at) {
    case '{': return list(OBJECT, '}');
    case '[': return list(ARRAY, ']');
    case 't': return word("true", BOOL, 1);
    case 'f': return word("false", BOOL, 0);
    case 'n': return word("null", NUL, 0);
    case '"': {
      node *n = make(STRING);
      return (n->text = string()) ? n : NULL;
    }
    default: {
      char *end;
      double number = strtod(at, &end);
      if (end == at) return fail("expected a value");
      at = end;
      node *n = make(NUMBER);
      n->number = number;
      return n;
    }
  }
}

static void print(const node *n, int depth) {
  if (n->key) printf("%*s%s: ", depth * 2, "", n->key);
  else printf("%*s", depth * 2, "");
  switch (n->kind) {
    case NUL: printf("null\n"); break;
    case BOOL: printf(n->number ? "true\n" : "false\n"); break;
    case NUMBER: printf("%.17g\n", n->number); break;
    case STRING: printf("\"%s\"\n", n->text); break;
    default:
      printf("%s\n", n->kind == ARRAY ? "[]" : "{}");
      for (const node *item = n->first; item; item = item->next) print(item, depth + 1);
  }
}

int main(void) {
  static char text[1 << 16];
  text[fread(text, 1, sizeof text - 1, stdin)] = 0;
  int failures = 0;
  for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
    start = at = line;
    problem = NULL;
    node *tree = value();
    skip();
    if (tree && *at) tree = fail("text after the value");
    if (tree) print(tree, 0);
    else printf("error at %d: %s\n", (int)(at - start), problem), failures++;
  }
  return failures;
}
