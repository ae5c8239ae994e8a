#pragma once
/// @file libroi/inputs/parameters.hpp: the numbers of an input tree as a flat list, and the tree on another scalar.
///
///   parameters(tree)     every T of the tree with its path, unit and range, in the order of declaration; the list has
///                        the same length, order and paths for every scalar (structure is the same for all)
///   convert<U>(tree)     the same tree on scalar U: numbers through U(double), structure copied
///
/// Paths are the keys of the file joined by dots: fleets.ascend.cards, price.points.2025-01, season.0.
/// The pointers stay valid as long as the tree does and its structure is not changed.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "libroi/inputs/checking/unit_at.hpp"
#include "libroi/inputs/field.hpp"

namespace roi {

template <class T>
struct Parameter {
  std::string path;
  T* value;
  const char* unit;
  Range range;
  FieldKind kind;
  const char* meaning;
};

namespace inputs {

inline constexpr Range kGrowthRange{-0.99, 10.0};
inline constexpr Range kDateRange{-1200.0, 2400.0};

/// Calls visit(path suffix, T&, unit, range, kind) for each number of one slot; an empty suffix is the slot itself.
template <class T, class Visit>
void for_each_number(const Slot& slot, const Visit& visit) {
  void* data = slot.data();
  if (data == nullptr) return;
  switch (slot.kind) {
    case FieldKind::number:
    case FieldKind::date:
    case FieldKind::duration: return visit(std::string(), *static_cast<T*>(data), slot.unit, slot.range, slot.kind);
    case FieldKind::compute:
      return visit(std::string(), static_cast<Compute<T>*>(data)->value, slot.unit, slot.range, FieldKind::number);
    case FieldKind::table:
      for (std::size_t i = 0; i < 12; ++i)
        visit(std::string(".") + std::to_string(i), (*static_cast<std::array<T, 12>*>(data))[i], slot.unit, slot.range,
              FieldKind::number);
      return;
    case FieldKind::list: {
      auto& values = *static_cast<std::vector<T>*>(data);
      for (std::size_t i = 0; i < values.size(); ++i)
        visit(std::string(".") + std::to_string(i), values[i], slot.unit, slot.range, FieldKind::number);
      return;
    }
    case FieldKind::curve: {
      auto& curve = *static_cast<Curve<T>*>(data);
      const bool grows = curve.kind == CurveKind::growth;
      if (grows || curve.kind == CurveKind::constant)
        visit(grows ? std::string(".start") : std::string(), curve.start, slot.unit, slot.range, FieldKind::number);
      if (grows) visit(std::string(".growth"), curve.growth, "1/year", kGrowthRange, FieldKind::number);
      for (std::size_t i = 0; i < curve.values.size(); ++i) {
        const bool dated = curve.kind == CurveKind::points;
        const std::string name = dated ? ".points." + curve.labels[i] : ".monthly." + std::to_string(i);
        visit(name, curve.values[i], slot.unit, slot.range, FieldKind::number);
        if (dated) visit(name + ".date", curve.months[i], "month", kDateRange, FieldKind::date);
      }
      if (!curve.index.empty())
        visit(std::string(".price_date"), curve.price_date, "month", kDateRange, FieldKind::date);
      return;
    }
    default: return;
  }
}

template <class T>
void collect(void* object, const Access& access, const std::string& prefix, std::vector<Parameter<T>>& out) {
  Slots slots;
  access.visit(object, slots);
  for (const Slot& slot : slots) {
    const std::string path = prefix + slot.name;
    if (slot.kind == FieldKind::keyed) {
      for (std::size_t i = 0; i < slot.access.size(slot.member); ++i)
        collect(slot.access.at(slot.member, i), slot.access, path + "." + slot.access.key(slot.member, i) + ".", out);
    } else if (slot.access.visit != nullptr) {
      if (void* data = slot.data()) collect(data, slot.access, path + ".", out);
    } else {
      for_each_number<T>(slot, [&](const std::string& suffix, T& value, const char* unit, Range range, FieldKind kind) {
        out.push_back(Parameter<T>{path + suffix, &value, unit, range, kind, slot.meaning});
      });
    }
  }
}

template <class U>
[[nodiscard]] std::vector<U> converted(const std::vector<double>& values) {
  std::vector<U> out;
  out.reserve(values.size());
  for (const double value : values) out.push_back(U(value));
  return out;
}

template <class U>
void convert_slot(const Slot& from, const Slot& to) {
  const void* source = from.data();
  if (source == nullptr) {
    if (to.optional()) to.access.reset(to.member);
    return;
  }
  void* target = to.emplaced();
  switch (from.kind) {
    case FieldKind::number:
    case FieldKind::date:
    case FieldKind::duration: *static_cast<U*>(target) = U(*static_cast<const double*>(source)); return;
    case FieldKind::count: *static_cast<int*>(target) = *static_cast<const int*>(source); return;
    case FieldKind::flag: *static_cast<bool*>(target) = *static_cast<const bool*>(source); return;
    case FieldKind::choice:
    case FieldKind::month: to.access.set(target, from.access.get(source)); return;
    case FieldKind::text:
    case FieldKind::currency:
    case FieldKind::reference: *static_cast<std::string*>(target) = *static_cast<const std::string*>(source); return;
    case FieldKind::references:
      *static_cast<std::vector<std::string>*>(target) = *static_cast<const std::vector<std::string>*>(source);
      return;
    case FieldKind::list:
      *static_cast<std::vector<U>*>(target) = converted<U>(*static_cast<const std::vector<double>*>(source));
      return;
    case FieldKind::table:
      for (std::size_t i = 0; i < 12; ++i)
        (*static_cast<std::array<U, 12>*>(target))[i] = U((*static_cast<const std::array<double, 12>*>(source))[i]);
      return;
    case FieldKind::compute: {
      const auto& compute = *static_cast<const Compute<double>*>(source);
      *static_cast<Compute<U>*>(target) = Compute<U>{U(compute.value), compute.precision, compute.sparsity};
      return;
    }
    case FieldKind::curve: {
      const auto& curve = *static_cast<const Curve<double>*>(source);
      *static_cast<Curve<U>*>(target) = Curve<U>{curve.kind,
                                                 curve.interpolation,
                                                 U(curve.start),
                                                 U(curve.growth),
                                                 converted<U>(curve.months),
                                                 converted<U>(curve.values),
                                                 curve.labels,
                                                 curve.index,
                                                 U(curve.price_date)};
      return;
    }
    default: return;
  }
}

template <class U>
void convert_object(void* from, const Access& from_access, void* to, const Access& to_access) {
  Slots sources, targets;
  from_access.visit(from, sources);
  to_access.visit(to, targets);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Slot& source = sources[i];
    const Slot& target = targets[i];
    if (source.kind == FieldKind::keyed) {
      target.access.clear(target.member);
      for (std::size_t k = 0; k < source.access.size(source.member); ++k)
        convert_object<U>(source.access.at(source.member, k), source.access,
                          target.access.append(target.member, source.access.key(source.member, k)), target.access);
    } else if (source.access.visit != nullptr) {
      if (void* data = source.data()) convert_object<U>(data, source.access, target.emplaced(), target.access);
      else target.access.reset(target.member);
    } else {
      convert_slot<U>(source, target);
    }
  }
}

}  // namespace inputs

/// The numbers of the tree, to read or to write through.
template <template <class> class S, class T>
[[nodiscard]] std::vector<Parameter<T>> parameters(S<T>& tree) {
  std::vector<Parameter<T>> out;
  const inputs::Object object = inputs::object_of(tree);
  inputs::collect<T>(object.data, object.access, "", out);
  if (object.access.counted != nullptr)
    for (Parameter<T>& parameter : out) parameter.unit = inputs::unit_at(object, parameter.path, parameter.unit);
  return out;
}

/// The tree on scalar U.
template <class U, template <class> class S>
[[nodiscard]] S<U> convert(const S<double>& tree) {
  S<U> out{};
  const inputs::Object from = inputs::object_of(tree);
  const inputs::Object to = inputs::object_of(out);
  inputs::convert_object<U>(from.data, from.access, to.data, to.access);
  return out;
}

}  // namespace roi
