// C++ containers and algorithms: vector, map, unordered_map, set, deque, list, priority_queue, sort, lambdas, variant, optional.
#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <queue>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

int main() {
  std::mt19937 random(12345);
  std::vector<unsigned> numbers(5000);
  std::generate(numbers.begin(), numbers.end(), std::ref(random));
  auto sorted = numbers;
  std::sort(sorted.begin(), sorted.end());
  std::stable_sort(numbers.begin(), numbers.end(), [](unsigned a, unsigned b) { return a % 100 < b % 100; });
  std::printf("%u %u %d\n", sorted.front(), numbers.back(), std::binary_search(sorted.begin(), sorted.end(), sorted[77]));
  std::map<std::string, int> counts;
  std::unordered_map<int, std::string> names;
  for (unsigned n : numbers) counts["key" + std::to_string(n % 37)]++, names[n % 101] += static_cast<char>('a' + n % 26);
  std::printf("%zu %d %zu\n", counts.size(), counts["key5"], names[50].size());
  for (auto it = counts.begin(); it != counts.end();) it = it->second % 2 ? counts.erase(it) : std::next(it);
  std::printf("%zu %s\n", counts.size(), counts.begin()->first.c_str());
  std::set<int> evens;
  for (int i = 0; i < 1000; i++) evens.insert(i * 7919 % 500 * 2);
  std::printf("%zu %d\n", evens.size(), *evens.lower_bound(333));
  std::priority_queue<std::pair<int, int>> queue;
  for (int i = 0; i < 100; i++) queue.emplace(i * 37 % 100, i);
  std::printf("%d %d\n", queue.top().first, queue.top().second);
  std::deque<int> deque;
  for (int i = 0; i < 1000; i++) i % 2 ? deque.push_front(i) : deque.push_back(i);
  std::list<int> list(deque.begin(), deque.end());
  list.remove_if([](int n) { return n % 3 == 0; });
  list.reverse();
  std::printf("%d %zu %d\n", deque[0], list.size(), list.front());
  std::printf("%d\n", std::accumulate(list.begin(), list.end(), 0, [](int a, int b) { return (a * 31 + b) % 1000003; }));
  std::variant<int, std::string, double> either = std::string("text");
  std::visit([](const auto &v) { std::printf("%zu bytes in the variant\n", sizeof v); }, either);
  std::optional<int> nothing, something = 5;
  std::printf("%d %d\n", nothing.value_or(-1), *something);
  auto shared = std::make_shared<std::vector<int>>(10, 3);
  std::weak_ptr<std::vector<int>> weak = shared;
  std::function<int(int)> fact = [&](int n) { return n < 2 ? 1 : n * fact(n - 1); };
  std::printf("%ld %d %d\n", shared.use_count(), fact(10), weak.expired());
  shared.reset();
  std::array<int, 4> array{4, 3, 2, 1};
  do {} while (std::next_permutation(array.begin(), array.end()));
  auto [low, high] = std::minmax_element(sorted.begin(), sorted.end());
  std::printf("%d %d %d %s\n", weak.expired(), array[0], *low < *high, std::get<1>(std::tuple{1, "tuple"}));
  std::string text = "the quick brown fox";
  std::rotate(text.begin(), text.begin() + 4, text.end());
  std::printf("%s %zu %s\n", text.c_str(), text.find("fox"), text.substr(6, 5).c_str());
  return 0;
}
