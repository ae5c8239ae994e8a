#pragma once
/// @file libroi/inputs/field.hpp: a struct of inputs declares each field once; everything else follows from it.
///
/// A struct template over the scalar T describes itself by naming its members in `visit_fields`. The strict reader,
/// writer, schema, reference manual, parameter list and conversion to other scalars all come from that one list.
///
///   template <class T> struct Fleet {
///     T cards{};  T life{};  Profile profile{};  Curve<T> price;
///     Fleet() { declared_defaults(*this); }      // inputs/defaults.hpp: made in code it has the declared defaults
///     void visit_fields(auto&& field) {
///       field.number("cards", cards, "card", Range{1, 1e7}, required, "cards installed");
///       field.duration("life", life, "month", Range{1, 600}, 60, "service life of a card");
///       field.choice("profile", profile, kProfiles, Profile::linear, "how the price falls");
///       field.curve("price", price, "money/card-hour", Range{0, 1e6}, required, "list price");
///     }
///     void visit_rules(auto&& rule) const { rule(life >= 1.0, "life", "must be >= 1 month"); }   // on double only
///   };
///
/// The verbs. `fallback` is `required`, `absent` (with a std::optional member) or the default, in the declared unit.
/// Members marked (opt) may be std::optional of the type, then fallback `absent` leaves them empty.
///
///   number    (name, T& (opt), unit, Range, fallback, meaning)
///   date      (name, T& (opt), fallback, meaning)               months after the start; fallback these or "2025-07-01"
///   duration  (name, T& (opt), unit, Range, fallback, meaning)  unit "month" or "year", the other converts
///   count     (name, int& (opt), IntRange, fallback, meaning)   structure: a whole number, the same for all scalars
///   flag      (name, bool&, fallback, meaning)
///   choice    (name, E& (opt), table, fallback, meaning)        table: array of Choice<E>{"name", E::value, "meaning"}
///   text      (name, std::string&, fallback, meaning)
///   entry_name(name, std::string&, meaning)                     a text; left out, the catalogue name its object comes by
///   currency  (name, std::string&, fallback, meaning)           ISO code; the model's currency, once in the root
///   month     (name, M&, fallback, meaning)                     "2025-07"; M: int (12 x year + month - 1) or members
///                                                               year, month; the first one is the model's start
///   reference (name, std::string&, "phases", fallback, meaning) key of a keyed group, by its path from the root;
///                                                               "fleets|suites" allows either
///   references(name, std::vector<std::string>&, "phases", meaning)   list of keys, empty if absent
///   curve     (name, Curve<T>& (opt), unit, Range, fallback, meaning)
///   table     (name, std::array<T, 12>&, unit, Range, fallback, meaning)   January .. December; one number fills all
///   list      (name, std::vector<T>&, unit, Range, IntRange length, meaning)    absent: empty if the length may be 0
///   compute   (name, Compute<T>& (opt), unit, Range, fallback, meaning)     unit "PFLOPS"; fallback required or absent
///   group     (name, S&, meaning)                               nested struct; absent: all its fallbacks
///   group     (name, std::optional<S>&, meaning)                empty if absent
///   catalogue (name, S&, "devices", meaning)                    like group, or the name of an entry of a catalogue: the
///                                                               file's own, or the library's (inputs/builtin.hpp)
///   keyed     (name, Keyed<S>&, MinCount, meaning)              named repeated structs
///
/// Units are of the closed list in inputs/units.hpp; "money" stands for the model's currency.
/// Cost: one instantiation of FieldList<T> per struct and scalar; all work is done on the erased list of slots.
#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "libroi/inputs/compute.hpp"
#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/keyed.hpp"

namespace roi {

inline constexpr double unbounded = std::numeric_limits<double>::infinity();

/// Closed interval of a number, in its declared unit.
struct Range {
  double lo = -unbounded;
  double hi = unbounded;
};
struct IntRange {
  int lo = 0;
  int hi = std::numeric_limits<int>::max();
};
struct MinCount {
  int value = 0;
};
struct Required {};
struct Absent {};
inline constexpr Required required{};
inline constexpr Absent absent{};

/// What a field holds when the file does not say.
struct Fallback {
  enum class Kind { mandatory, empty, number, text };
  constexpr Fallback(Required) noexcept : kind(Kind::mandatory) {}
  constexpr Fallback(Absent) noexcept : kind(Kind::empty) {}
  template <class N>
  requires std::is_arithmetic_v<N>
  constexpr Fallback(N x) noexcept : kind(Kind::number), number(static_cast<double>(x)) {}
  constexpr Fallback(const char* x) noexcept : kind(Kind::text), text(x) {}

  Kind kind;
  double number = 0.0;
  const char* text = "";
};

template <class E>
struct Choice {
  const char* name;
  E value;
  const char* meaning;
};

enum class FieldKind {
  number,
  date,
  duration,
  count,
  flag,
  choice,
  text,
  currency,
  month,
  reference,
  references,
  curve,
  table,
  list,
  compute,
  group,
  catalogue,
  keyed
};

namespace inputs {

struct Slot;
using Slots = std::vector<Slot>;

/// The rules of a struct that do not hold: collected by visit_rules.
class BrokenRules {
 public:
  struct Broken {
    std::string field;
    std::string rule;
  };
  void operator()(bool holds, const char* field, std::string_view rule) {
    if (!holds) broken.push_back(Broken{field, std::string(rule)});
  }
  std::vector<Broken> broken;
};

/// Target of a text that takes the name of the catalogue entry.
inline constexpr const char* kEntryName = "name of the entry";

struct ErasedChoice {
  const char* name;
  int value;
  const char* meaning;
};

/// How to reach into a member whose type the list has forgotten. Entries a kind does not need are null.
struct Access {
  void* (*content)(void*) = nullptr;  // std::optional: its content or null
  void* (*emplace)(void*) = nullptr;
  void (*reset)(void*) = nullptr;
  int (*get)(const void*) = nullptr;  // enums, months
  void (*set)(void*, int) = nullptr;
  void (*visit)(void*, Slots&) = nullptr;  // struct, or one entry of a keyed group
  void (*rules)(const void*, BrokenRules&) = nullptr;
  std::shared_ptr<void> (*fresh)() = nullptr;
  std::size_t (*size)(const void*) = nullptr;  // keyed
  const std::string& (*key)(const void*, std::size_t) = nullptr;
  void* (*at)(void*, std::size_t) = nullptr;
  void* (*append)(void*, std::string) = nullptr;
  void (*clear)(void*) = nullptr;
  std::vector<std::string> (*acceptable)() = nullptr;  // of a root: ids that accepted_warnings may name
  /// Of a root: what the input at a path counts that is declared in cards: "vCPU"; empty where it cannot be told.
  std::string (*counted)(const void* root, std::string_view path) = nullptr;
  std::vector<std::string> (*builtin)() = nullptr;  // of a root: catalogues it takes from inputs/builtin.hpp
};

/// One field of one object: its declaration and where the member is.
struct Slot {
  const char* name;
  FieldKind kind;
  const char* unit;
  Range range;
  IntRange length;  // entries of a keyed group, items of a list
  Fallback fallback;
  const char* meaning;
  const char* target;  // referenced group or catalogue
  const void* choices;
  std::size_t choice_count;
  ErasedChoice (*choice_at)(const void*, std::size_t);
  void* member;
  Access access;

  [[nodiscard]] bool optional() const noexcept { return access.content != nullptr; }
  /// The value itself: the member, or what a std::optional member holds (null when empty).
  [[nodiscard]] void* data() const { return optional() ? access.content(member) : member; }
  void* emplaced() const { return optional() ? access.emplace(member) : member; }
};

template <class M>
struct OptionalContent {
  using type = M;
  static constexpr bool value = false;
};
template <class M>
struct OptionalContent<std::optional<M>> {
  using type = M;
  static constexpr bool value = true;
};

template <class M>
constexpr void add_optional_access(Access& access) {
  if constexpr (OptionalContent<M>::value) {
    access.content = [](void* m) -> void* {
      auto& optional = *static_cast<M*>(m);
      return optional ? &*optional : nullptr;
    };
    access.emplace = [](void* m) -> void* { return &static_cast<M*>(m)->emplace(); };
    access.reset = [](void* m) { static_cast<M*>(m)->reset(); };
  }
}

template <class T>
class FieldList;

/// A struct that others hold must have a constructor that sets its declared defaults (inputs/defaults.hpp).
template <class S>
inline constexpr bool has_own_constructor = !std::is_aggregate_v<S>;

template <class T, class S>
constexpr void add_struct_access(Access& access) {
  access.visit = [](void* object, Slots& slots) {
    FieldList<T> list(slots);
    static_cast<S*>(object)->visit_fields(list);
  };
  access.fresh = []() -> std::shared_ptr<void> { return std::make_shared<S>(); };
  if constexpr (std::is_same_v<T, double> && requires(const S s, BrokenRules rules) { s.visit_rules(rules); })
    access.rules = [](const void* object, BrokenRules& rules) { static_cast<const S*>(object)->visit_rules(rules); };
  if constexpr (requires { S::acceptable_warnings(); }) access.acceptable = &S::acceptable_warnings;
  if constexpr (std::is_same_v<T, double> && requires(const S s) { s.counted_at(std::string_view()); })
    access.counted = [](const void* root, std::string_view path) {
      return static_cast<const S*>(root)->counted_at(path);
    };
  if constexpr (requires { S::builtin_catalogues(); }) access.builtin = &S::builtin_catalogues;
}

template <class T, class S>
constexpr Access struct_access() {
  Access access{};
  add_struct_access<T, S>(access);
  return access;
}

/// The visitor handed to visit_fields; the verbs are described at the top of this file.
template <class T>
class FieldList {
 public:
  explicit FieldList(Slots& slots) : slots_(slots) {}

  template <class M>
  void number(const char* name, M& member, const char* unit, Range range, Fallback fallback, const char* meaning) {
    scalar<M>();
    add(name, FieldKind::number, unit, range, fallback, meaning, member);
  }
  template <class M>
  void date(const char* name, M& member, Fallback fallback, const char* meaning) {
    scalar<M>();
    add(name, FieldKind::date, "month", Range{-1200, 2400}, fallback, meaning, member);
  }
  template <class M>
  void duration(const char* name, M& member, const char* unit, Range range, Fallback fallback, const char* meaning) {
    scalar<M>();
    add(name, FieldKind::duration, unit, range, fallback, meaning, member);
  }
  template <class M>
  void count(const char* name, M& member, IntRange range, Fallback fallback, const char* meaning) {
    static_assert(std::is_same_v<typename OptionalContent<M>::type, int>, "a count is an int");
    const Range limits{static_cast<double>(range.lo), static_cast<double>(range.hi)};
    add(name, FieldKind::count, "1", limits, fallback, meaning, member);
  }
  void flag(const char* name, bool& member, Fallback fallback, const char* meaning) {
    add(name, FieldKind::flag, "", Range{}, fallback, meaning, member);
  }
  template <class M, class Table, class F>
  void choice(const char* name, M& member, const Table& table, F fallback, const char* meaning) {
    using E = typename OptionalContent<M>::type;
    static_assert(std::is_enum_v<E>, "a choice is an enum");
    Slot& slot = add(name, FieldKind::choice, "", Range{}, erased(fallback), meaning, member);
    slot.choices = std::data(table);
    slot.choice_count = std::size(table);
    slot.choice_at = [](const void* rows, std::size_t i) {
      const Choice<E>& row = static_cast<const Choice<E>*>(rows)[i];
      return ErasedChoice{row.name, static_cast<int>(row.value), row.meaning};
    };
    slot.access.get = [](const void* m) { return static_cast<int>(*static_cast<const E*>(m)); };
    slot.access.set = [](void* m, int value) { *static_cast<E*>(m) = static_cast<E>(value); };
  }
  void text(const char* name, std::string& member, Fallback fallback, const char* meaning) {
    add(name, FieldKind::text, "", Range{}, fallback, meaning, member);
  }
  void entry_name(const char* name, std::string& member, const char* meaning) {
    add(name, FieldKind::text, "", Range{}, "", meaning, member).target = kEntryName;
  }
  void currency(const char* name, std::string& member, Fallback fallback, const char* meaning) {
    add(name, FieldKind::currency, "", Range{}, fallback, meaning, member);
  }
  template <class M>
  void month(const char* name, M& member, Fallback fallback, const char* meaning) {
    Slot& slot = add(name, FieldKind::month, "", Range{}, fallback, meaning, member);
    slot.access.get = [](const void* m) {
      if constexpr (std::is_same_v<M, int>) {
        return *static_cast<const int*>(m);
      } else {
        const int month = static_cast<int>(static_cast<const M*>(m)->month);
        return month < 1 || month > 12 ? -1 : 12 * static_cast<int>(static_cast<const M*>(m)->year) + month - 1;
      }
    };
    slot.access.set = [](void* m, int value) {
      if constexpr (std::is_same_v<M, int>) {
        *static_cast<int*>(m) = value;
      } else {
        auto& target = *static_cast<M*>(m);
        target.year = static_cast<decltype(target.year)>(value / 12);
        target.month = static_cast<decltype(target.month)>(value % 12 + 1);
      }
    };
  }
  void reference(const char* name, std::string& member, const char* target, Fallback fallback, const char* meaning) {
    add(name, FieldKind::reference, "", Range{}, fallback, meaning, member).target = target;
  }
  void references(const char* name, std::vector<std::string>& member, const char* target, const char* meaning) {
    add(name, FieldKind::references, "", Range{}, absent, meaning, member).target = target;
  }
  template <class M>
  void curve(const char* name, M& member, const char* unit, Range range, Fallback fallback, const char* meaning) {
    static_assert(std::is_same_v<typename OptionalContent<M>::type, Curve<T>>, "a curve is a Curve<T>");
    add(name, FieldKind::curve, unit, range, fallback, meaning, member);
  }
  void table(const char* name, std::array<T, 12>& member, const char* unit, Range range, Fallback fallback,
             const char* meaning) {
    add(name, FieldKind::table, unit, range, fallback, meaning, member);
  }
  void list(const char* name, std::vector<T>& member, const char* unit, Range range, IntRange length,
            const char* meaning) {
    Slot& slot =
        add(name, FieldKind::list, unit, range, length.lo > 0 ? Fallback(required) : Fallback(absent), meaning, member);
    slot.length = length;
  }
  template <class M>
  void compute(const char* name, M& member, const char* unit, Range range, Fallback fallback, const char* meaning) {
    static_assert(std::is_same_v<typename OptionalContent<M>::type, Compute<T>>, "a compute figure is a Compute<T>");
    add(name, FieldKind::compute, unit, range, fallback, meaning, member);
  }
  template <class M>
  void group(const char* name, M& member, const char* meaning) {
    static_assert(has_own_constructor<typename OptionalContent<M>::type>, "S() { declared_defaults(*this); }");
    Slot& slot = add(name, FieldKind::group, "", Range{}, absent, meaning, member);
    add_struct_access<T, typename OptionalContent<M>::type>(slot.access);
  }
  template <class M>
  void catalogue(const char* name, M& member, const char* target, const char* meaning) {
    static_assert(has_own_constructor<typename OptionalContent<M>::type>, "S() { declared_defaults(*this); }");
    Slot& slot = add(name, FieldKind::catalogue, "", Range{}, absent, meaning, member);
    add_struct_access<T, typename OptionalContent<M>::type>(slot.access);
    slot.target = target;
  }
  template <class S>
  void keyed(const char* name, Keyed<S>& member, MinCount minimum, const char* meaning) {
    static_assert(has_own_constructor<S>, "S() { declared_defaults(*this); }");
    Slot& slot = add(name, FieldKind::keyed, "", Range{}, absent, meaning, member);
    slot.length = IntRange{minimum.value};
    add_struct_access<T, S>(slot.access);
    slot.access.size = [](const void* m) { return static_cast<const Keyed<S>*>(m)->size(); };
    slot.access.key = [](const void* m, std::size_t i) -> const std::string& {
      return static_cast<const Keyed<S>*>(m)->key(i);
    };
    slot.access.at = [](void* m, std::size_t i) -> void* { return &(*static_cast<Keyed<S>*>(m))[i]; };
    slot.access.append = [](void* m, std::string key) -> void* {
      return &static_cast<Keyed<S>*>(m)->append(std::move(key));
    };
    slot.access.clear = [](void* m) { static_cast<Keyed<S>*>(m)->clear(); };
  }

 private:
  template <class M>
  static constexpr void scalar() {
    static_assert(std::is_same_v<typename OptionalContent<M>::type, T>, "a number, date or duration is a T");
  }
  template <class F>
  static constexpr Fallback erased(F fallback) {
    if constexpr (std::is_enum_v<F>) return Fallback(static_cast<int>(fallback));
    else return Fallback(fallback);
  }
  template <class M>
  Slot& add(const char* name, FieldKind kind, const char* unit, Range range, Fallback fallback, const char* meaning,
            M& member) {
    slots_.push_back(
        Slot{name, kind, unit, range, IntRange{}, fallback, meaning, "", nullptr, 0, nullptr, &member, {}});
    add_optional_access<M>(slots_.back().access);
    return slots_.back();
  }

  Slots& slots_;
};

/// An object of described fields whose type is forgotten: what the compiled reader and writer work on.
struct Object {
  void* data;
  Access access;
};

template <template <class> class S, class T>
[[nodiscard]] Object object_of(const S<T>& tree) {
  return Object{const_cast<S<T>*>(&tree), struct_access<T, S<T>>()};
}

}  // namespace inputs
}  // namespace roi
