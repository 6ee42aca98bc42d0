// C++ objects: virtual calls, multiple and virtual inheritance, dynamic_cast, member pointers, templates, order of construction.
#include <cstdio>
#include <memory>
#include <typeinfo>
#include <vector>

struct Noisy {
  const char *name;
  explicit Noisy(const char *n) : name(n) { std::printf("+%s\n", name); }
  ~Noisy() { std::printf("-%s\n", name); }
};
static Noisy global_a("global a"), global_b("global b");
static Noisy &late() {
  static Noisy inside("static inside");
  return inside;
}

struct Shape {
  virtual ~Shape() { std::puts("shape gone"); }
  virtual double area() const = 0;
  virtual const char *name() const { return "shape"; }
};
struct Square : Shape {
  double side;
  explicit Square(double s) : side(s) {}
  double area() const override { return side * side; }
  const char *name() const override { return "square"; }
};
struct Circle final : Shape {
  double radius;
  explicit Circle(double r) : radius(r) {}
  ~Circle() override { std::puts("circle gone"); }
  double area() const override { return 3 * radius * radius; }
};

struct Base { int base = 1; virtual int id() { return base; } virtual ~Base() = default; };
struct Left : virtual Base { int left = 2; int id() override { return left + base; } };
struct Right : virtual Base { int right = 3; virtual int other() { return right; } };
struct Bottom : Left, Right { int id() override { return Left::id() * 10 + other(); } };

template <int N> struct Fibonacci { static constexpr long value = Fibonacci<N - 1>::value + Fibonacci<N - 2>::value; };
template <> struct Fibonacci<1> { static constexpr long value = 1; };
template <> struct Fibonacci<0> { static constexpr long value = 0; };

template <class... T> static double sum(T... values) { return (0.0 + ... + values); }

struct Vector {
  double x, y;
  Vector operator+(const Vector &o) const { return {x + o.x, y + o.y}; }
  double operator*(const Vector &o) const { return x * o.x + y * o.y; }
  auto operator<=>(const Vector &) const = default;
};

int main() {
  std::puts("main");
  late();
  std::vector<std::unique_ptr<Shape>> shapes;
  shapes.push_back(std::make_unique<Square>(3));
  shapes.push_back(std::make_unique<Circle>(2));
  for (int i = 0; i < 2; i++) std::printf("%s %g %d\n", shapes[i]->name(), shapes[i]->area(), dynamic_cast<Square *>(shapes[i].get()) != nullptr);
  const Shape &first = *shapes[0];
  std::printf("%d\n", typeid(first) == typeid(Square));
  Bottom bottom;
  Base *base = &bottom;
  Right *right = dynamic_cast<Right *>(base);
  std::printf("%d %d %d\n", base->id(), right->other(), dynamic_cast<Left *>(right)->left);
  double (Shape::*method)() const = &Shape::area;
  std::printf("%g\n", (shapes[0].get()->*method)());
  std::printf("%ld %g\n", Fibonacci<40>::value, sum(1, 2.5, 3u));
  Vector a{1, 2}, b{3, 4};
  std::printf("%g %d\n", (a + b) * b, a < b);
  Noisy local("local");
  shapes.clear();
  return 0;
}
