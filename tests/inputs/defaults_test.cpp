// Structs of inputs made in code hold what their fields declare: the same as when a file leaves them out.
#include "libroi/inputs/defaults.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>

#include "libroi/center/center.hpp"
#include "libroi/inputs/checking/validate.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/walk.hpp"
#include "libroi/inputs/writer.hpp"
#include "tests/inputs/toy.hpp"

namespace roi {
namespace {

using inputs::Access;
using inputs::Object;
using inputs::Slot;
using inputs::Slots;

/// A number inside a range, a different one for each call.
double inside(Range range, int turn) {
  const double low = std::isfinite(range.lo) ? range.lo : -10.0, high = std::isfinite(range.hi) ? range.hi : low + 10.0;
  return low + (high - low) * (0.1 + 0.001 * (turn % 700));
}

/// Fills every required field of a tree in code, with one entry in every keyed group and every optional group there, and
/// writes the same, and nothing else, as a model file.
class Twin {
 public:
  using Skip = std::function<bool(const std::string& path)>;
  explicit Twin(Skip skip) : skip_(std::move(skip)) {}

  std::string object(void* data, const Access& access, const std::string& path) {
    Slots slots;
    access.visit(data, slots);
    std::string out;
    const auto member = [&](const char* name, const std::string& text) {
      if (!text.empty()) out += (out.empty() ? "" : ", ") + ("\"" + std::string(name) + "\": ") + text;
    };
    for (const Slot& slot : slots)
      if (const std::string here = path + slot.name; !skip_(here)) member(slot.name, field(slot, here));
    return "{" + out + "}";
  }

 private:
  std::string field(const Slot& slot, const std::string& path) {
    if (slot.kind == FieldKind::keyed) {
      void* const entry = slot.access.append(slot.member, "one");
      return "{\"one\": " + object(entry, slot.access, path + ".one.") + "}";
    }
    if (slot.access.visit != nullptr) return object(slot.emplaced(), slot.access, path + ".");
    if (slot.fallback.kind != Fallback::Kind::mandatory) return {};
    void* const data = slot.data();
    const double x = inside(slot.range, ++turn_);
    switch (slot.kind) {
      case FieldKind::number:
      case FieldKind::duration:
      case FieldKind::date: return number(*static_cast<double*>(data), x);
      case FieldKind::curve: return number(static_cast<Curve<double>*>(data)->start, x);
      case FieldKind::compute:
        return "{\"value\": " + number(static_cast<Compute<double>*>(data)->value, x) +
               ", \"unit\": \"PFLOPS\", \"basis\": \"unknown\"}";
      case FieldKind::table: static_cast<std::array<double, 12>*>(data)->fill(x); return to_text(x);
      case FieldKind::text: return text(*static_cast<std::string*>(data), "some text");
      case FieldKind::currency: return text(*static_cast<std::string*>(data), "CNY");
      case FieldKind::reference: return text(*static_cast<std::string*>(data), "one");
      case FieldKind::month: slot.access.set(data, 12 * 2025 + 6); return "\"2025-07\"";
      default: ADD_FAILURE() << path << " is required and of a kind this test does not fill"; return {};
    }
  }
  static std::string number(double& member, double x) {
    member = x;
    return to_text(x);
  }
  static std::string text(std::string& member, const char* words) {
    member = words;
    return "\"" + member + "\"";
  }
  Skip skip_;
  int turn_ = 0;
};

/// Every number of two trees, bit for bit, and all the rest by the canonical form.
template <template <class> class S>
void expect_same(S<double>& code, S<double>& file, const Record& record) {
  const auto ours = parameters(code), theirs = parameters(file);
  ASSERT_EQ(ours.size(), theirs.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].path, theirs[i].path);
    EXPECT_EQ(std::memcmp(ours[i].value, theirs[i].value, sizeof(double)), 0)
        << ours[i].path << ": " << *ours[i].value << " and " << *theirs[i].value;
  }
  EXPECT_EQ(canonical_json(code, record), canonical_json(file, record));
}

/// With either form of the power bill; drivers that a rule demands are given on both sides.
void expect_declared_defaults(const std::string& without) {
  Center<double> code;
  const Object root = inputs::object_of(code);
  std::string text = Twin([&](const std::string& path) { return path == without; }).object(root.data, root.access, "");
  const auto both = [&](double& member, double x, const std::string& before, const std::string& words) {
    member = x;
    const auto at = text.find(before);
    ASSERT_NE(at, std::string::npos) << before;
    text.insert(at + before.size(), words);
  };
  both(code.opex.at("one").per_year.emplace(), 7.0, "\"opex\": {\"one\": {", "\"per_year\": 7");
  both(code.services.at("one").per_year.emplace().start, 8.0, "\"services\": {\"one\": {", "\"per_year\": 8");
  both(code.capex.at("one").amount.emplace(), 9.0, "\"capex\": {\"one\": {", "\"amount\": 9, ");
  both(code.contracts.at("one").end, 40.0, "\"contracts\": {\"one\": {", "");
  both(code.contracts.at("one").start, 4.0, "\"contracts\": {\"one\": {", "");
  std::vector<std::string> wrong;
  for (const Problem& problem : inputs::problems_of(root))
    if (problem.message.find("is missing") != std::string::npos) wrong.push_back(problem.text());
  EXPECT_EQ(wrong, std::vector<std::string>());
  // Rules between the drawn values are of no matter here: the reader's record is made field by field.
  Center<double> file;
  const Document document = parse(text, "code.json");
  Record record;
  try {
    record = inputs::read_into(inputs::object_of(file), document);
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems())
      EXPECT_EQ(problem.message.find("is not an input"), std::string::npos) << problem.text();
  }
  code.contracts.at("one").start = file.contracts.at("one").start;
  code.contracts.at("one").end = file.contracts.at("one").end;
  expect_same(code, file, record);
}

TEST(Defaults, OfACenterMadeInCodeAreThoseOfItsFile) {
  expect_declared_defaults("power.bill");
  expect_declared_defaults("power.losses");
}

TEST(Defaults, OfEveryDeclaredFieldAreInTheStruct) {
  const Center<double> root;
  int fields = 0;
  const std::function<void(void*, const Access&)> check = [&](void* data, const Access& access) {
    Slots slots;
    access.visit(data, slots);
    for (const Slot& slot : slots) {
      ++fields;
      if (slot.access.visit != nullptr) {
        const std::shared_ptr<void> fresh = slot.access.fresh();
        check(fresh.get(), slot.access);
        continue;
      }
      if (slot.fallback.kind == Fallback::Kind::mandatory || slot.data() == nullptr) continue;
      if (slot.kind == FieldKind::count) {
        EXPECT_EQ(*static_cast<int*>(slot.data()), slot.fallback.number) << slot.name;
      } else if (slot.kind == FieldKind::choice) {
        EXPECT_EQ(slot.access.get(slot.data()), slot.fallback.number) << slot.name;
      } else if (slot.fallback.kind == Fallback::Kind::number) {
        inputs::for_each_number<double>(slot, [&](const std::string&, const double& x, const char*, Range, FieldKind) {
          EXPECT_EQ(x, slot.fallback.number) << slot.name;
        });
      }
    }
  };
  const Object object = inputs::object_of(root);
  check(object.data, object.access);
  EXPECT_GT(fields, 150);
}

TEST(Defaults, RequiredNumbersAreNotNumbersUntilGiven) {
  const test::ToyFleet<double> fleet;
  EXPECT_TRUE(std::isnan(fleet.cards));
  EXPECT_TRUE(std::isnan(fleet.price.start));
  EXPECT_EQ(fleet.availability, 0.98);
  EXPECT_EQ(fleet.life, 60.0);
  EXPECT_EQ(fleet.season[7], 1.0);
  EXPECT_FALSE(fleet.cap.has_value());
  EXPECT_EQ(fleet.phase, "");
}

}  // namespace
}  // namespace roi
