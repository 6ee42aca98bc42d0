// C++ streams: formatting, string streams, reading input by type, numbers.
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>

int main() {
  std::cout << std::fixed << std::setprecision(3) << 3.14159 << ' ' << std::scientific << 12345.678 << ' ' << std::defaultfloat << 0.1
            << '\n';
  std::cout << std::hex << std::showbase << 255 << std::dec << ' ' << std::setw(8) << std::setfill('*') << 42 << ' ' << std::boolalpha
            << true << '\n';
  int number = 0;
  std::string word, line;
  std::cin >> number >> word;
  std::getline(std::cin, line);
  std::cout << number << '|' << word << '|' << line << '\n';
  int lines = 0;
  while (std::getline(std::cin, line)) lines++;
  std::cout << lines << " lines, eof " << std::cin.eof() << '\n';
  std::ostringstream out;
  for (int i = 0; i < 5; i++) out << i * i << ',';
  std::istringstream in(out.str());
  int sum = 0;
  for (int value; in >> value; in.ignore()) sum += value;
  std::cout << out.str() << ' ' << sum << '\n';
  std::stringstream both;
  both << "first line\nsecond " << 2.5 << '\n';
  std::string first, second;
  std::getline(both, first);
  both >> second >> std::ws;
  double value;
  both >> value;
  std::cout << first << '/' << second << '/' << value << ' ' << both.fail() << '\n';
  std::cerr << "to the error stream " << 7 << std::endl;
  return 0;
}
