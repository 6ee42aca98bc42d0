// A C++ program of the usual kind: reads a file named by its argument, builds an index with maps and strings, writes it out.
#include <cctype>
#include <cstdio>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>

int main(int argc, char **argv) {
  if (argc < 3) {
    std::cerr << "usage: text_index INPUT OUTPUT" << std::endl;
    return 64;
  }
  std::FILE *in = std::fopen(argv[1], "r");
  if (!in) {
    std::cerr << argv[1] << ": cannot open" << std::endl;
    return 66;
  }
  std::stringstream text;
  char block[1000];
  while (size_t n = std::fread(block, 1, sizeof block, in)) text.write(block, static_cast<std::streamsize>(n));
  std::fclose(in);
  std::map<std::string, std::set<int>> index;
  std::string line;
  for (int number = 1; std::getline(text, line); number++) {
    for (char &c : line) c = std::isalpha(static_cast<unsigned char>(c)) ? static_cast<char>(std::tolower(c)) : ' ';
    std::istringstream words(line);
    for (std::string word; words >> word;)
      if (word.size() > 3) index[word].insert(number);
  }
  std::FILE *out = std::fopen(argv[2], "w");
  for (const auto &[word, lines] : index) {
    std::fprintf(out, "%s:", word.c_str());
    for (int n : lines) std::fprintf(out, " %d", n);
    std::fputc('\n', out);
  }
  std::fclose(out);
  std::cout << index.size() << " words" << std::endl;
  return 0;
}
