// A C++ program of the usual kind: reads a file named by its argument, builds an index with maps and strings, writes it out.
#include <cctype>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>

int main(int argc, char **argv) {
  if (argc < 3) {
    std::cerr << "usage: " << "text_index INPUT OUTPUT" << std::endl;
    return 64;
  }
  std::ifstream in(argv[1]);
  if (!in) {
    std::cerr << argv[1] << ": cannot open" << std::endl;
    return 66;
  }
  std::map<std::string, std::set<int>> index;
  std::string line;
  for (int number = 1; std::getline(in, line); number++) {
    for (char &c : line) c = std::isalpha(static_cast<unsigned char>(c)) ? static_cast<char>(std::tolower(c)) : ' ';
    std::istringstream words(line);
    for (std::string word; words >> word;)
      if (word.size() > 3) index[word].insert(number);
  }
  std::ofstream out(argv[2]);
  for (const auto &[word, lines] : index) {
    out << word << ":";
    for (int n : lines) out << ' ' << n;
    out << '\n';
  }
  std::cout << index.size() << " words" << std::endl;
  return 0;
}
