// A round trip through LZ77 with Huffman codes over a file: bit streams, heaps, tables, and its CRC-32 and Adler-32.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX = 1 << 17, SYMBOLS = 512, WINDOW = 4096 };
static uint8_t input[MAX], output[MAX * 2], restored[MAX];
static uint16_t tokens[MAX * 2];

static uint32_t crc32(const uint8_t *p, size_t n) {
  uint32_t table[256], crc = ~0u;
  for (uint32_t i = 0; i < 256; i++) {
    table[i] = i;
    for (int k = 0; k < 8; k++) table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320 : 0);
  }
  while (n--) crc = crc >> 8 ^ table[(crc ^ *p++) & 255];
  return ~crc;
}

static uint32_t adler32(const uint8_t *p, size_t n) {
  uint32_t a = 1, b = 0;
  while (n--) a = (a + *p++) % 65521, b = (b + a) % 65521;
  return b << 16 | a;
}

// Tokens: a literal below 256; else 256 + length (3..200), followed by the distance.
static size_t match(size_t n) {
  size_t count = 0;
  for (size_t at = 0; at < n;) {
    size_t best = 0, where = 0;
    for (size_t back = 1; back <= at && back <= WINDOW; back++) {
      size_t length = 0;
      while (length < 200 && at + length < n && input[at + length] == input[at + length - back]) length++;
      if (length > best) best = length, where = back;
    }
    if (best >= 3) tokens[count++] = (uint16_t)(256 + best), tokens[count++] = (uint16_t)where, at += best;
    else tokens[count++] = input[at++];
  }
  return count;
}

static uint32_t weights[SYMBOLS * 2];
static int parents[SYMBOLS * 2], lengths[SYMBOLS];
static uint32_t codes[SYMBOLS];

static void huffman(void) {
  int nodes = SYMBOLS, live[SYMBOLS], count = 0;
  for (int i = 0; i < SYMBOLS; i++)
    if (weights[i]) live[count++] = i;
  while (count > 1) {
    int pick[2];
    for (int k = 0; k < 2; k++) {
      int best = 0;
      for (int i = 1; i < count; i++)
        if (weights[live[i]] < weights[live[best]]) best = i;
      pick[k] = live[best];
      live[best] = live[--count];
    }
    weights[nodes] = weights[pick[0]] + weights[pick[1]];
    parents[pick[0]] = parents[pick[1]] = nodes;
    live[count++] = nodes++;
  }
  for (int i = 0; i < SYMBOLS; i++)
    for (int n = i; weights[i] && n != nodes - 1; n = parents[n]) lengths[i]++;
  uint32_t code = 0;
  for (int length = 1; length < 32; length++, code <<= 1)
    for (int i = 0; i < SYMBOLS; i++)
      if (lengths[i] == length) codes[i] = code++;
}

static size_t bit;
static void put(uint32_t value, int n) {
  while (n--) output[bit / 8] |= (uint8_t)((value >> n & 1) << (7 - bit % 8)), bit++;
}
static uint32_t get(int n) {
  uint32_t value = 0;
  while (n--) value = value << 1 | (output[bit / 8] >> (7 - bit % 8) & 1), bit++;
  return value;
}

int main(void) {
  FILE *file = fopen("text", "rb");
  size_t n = fread(input, 1, MAX, file);
  fclose(file);
  size_t count = match(n);
  for (size_t i = 0; i < count; i++) weights[tokens[i]]++, i += tokens[i] > 255;
  huffman();
  for (size_t i = 0; i < count; i++) {
    put(codes[tokens[i]], lengths[tokens[i]]);
    if (tokens[i] > 255) put(tokens[++i], 13);
  }
  size_t packed = (bit + 7) / 8, size = 0;
  bit = 0;
  for (size_t done = 0; done < count; done++) {
    uint32_t code = 0, length = 0, symbol = SYMBOLS;
    while (symbol == SYMBOLS) {
      code = code << 1 | get(1), length++;
      for (uint32_t i = 0; i < SYMBOLS; i++)
        if ((uint32_t)lengths[i] == length && codes[i] == code) symbol = i;
    }
    if (symbol < 256) restored[size++] = (uint8_t)symbol;
    else {
      uint32_t back = get(13);
      for (uint32_t i = 256; i < symbol; i++, size++) restored[size] = restored[size - back];
      done++;
    }
  }
  printf("%zu -> %zu -> %zu, %s\n", n, packed, size, size == n && !memcmp(input, restored, n) ? "same" : "different");
  printf("crc %08x adler %08x\n", crc32(output, packed), adler32(restored, size));
  file = fopen("text.packed", "wb");
  fwrite(output, 1, packed, file);
  return fclose(file);
}
