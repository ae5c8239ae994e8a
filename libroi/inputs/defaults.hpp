#pragma once
/// @file libroi/inputs/defaults.hpp: a struct of inputs that is made in code has the defaults that its fields declare.
///
///   template <class T> struct Fleet {
///     T cards{}, availability{};
///     Fleet() { declared_defaults(*this); }
///     void visit_fields(auto&& field) { … }
///   };
///
///   Fleet<double> fleet;      // availability 0.98 as declared; cards not a number: it is required and not yet given
///
/// A required number, date, duration, curve, table or compute figure is NaN until it is set; a required text, reference,
/// currency or month is empty, so that roi::validate (inputs/checking/validate.hpp) can tell what was never given. Groups and
/// entries of keyed groups are made by their own constructors; optional members stay empty unless they have a default.
#include <array>
#include <limits>
#include <string>
#include <vector>

#include "libroi/inputs/date.hpp"
#include "libroi/inputs/field.hpp"

namespace roi {
namespace inputs {

/// Sets one number, or all numbers of a table, to x; `start` is the first month of the model, 0 where it is unknown.
template <class T>
void set_number(const Slot& slot, void* data, double x) {
  switch (slot.kind) {
    case FieldKind::number:
    case FieldKind::duration:
    case FieldKind::date: *static_cast<T*>(data) = T(x); return;
    case FieldKind::curve:
      *static_cast<Curve<T>*>(data) = Curve<T>{};
      static_cast<Curve<T>*>(data)->start = T(x);
      return;
    case FieldKind::table: static_cast<std::array<T, 12>*>(data)->fill(T(x)); return;
    case FieldKind::compute: *static_cast<Compute<T>*>(data) = Compute<T>{T(x)}; return;
    case FieldKind::count: *static_cast<int*>(data) = static_cast<int>(x); return;
    case FieldKind::flag: *static_cast<bool*>(data) = x != 0.0; return;
    case FieldKind::choice: slot.access.set(data, static_cast<int>(x)); return;
    default: return;
  }
}

/// What a field holds when nobody says. `start`: the first month of the model, for a default date; 0 where it is unknown.
template <class T>
void set_fallback(const Slot& slot, int start) {
  using Kind = Fallback::Kind;
  const Kind kind = slot.fallback.kind;
  if (slot.kind == FieldKind::keyed) return slot.access.clear(slot.member);
  if (slot.access.visit != nullptr) {
    if (slot.optional()) slot.access.reset(slot.member);
    return;
  }
  if (slot.kind == FieldKind::list) return static_cast<std::vector<T>*>(slot.member)->clear();
  if (slot.kind == FieldKind::references) return static_cast<std::vector<std::string>*>(slot.member)->clear();
  if (kind == Kind::empty) {
    if (slot.optional()) slot.access.reset(slot.member);
    return;
  }
  void* const data = slot.emplaced();
  if (kind == Kind::mandatory) {
    if (slot.kind == FieldKind::month) return slot.access.set(data, 0);
    if (slot.kind == FieldKind::text || slot.kind == FieldKind::currency || slot.kind == FieldKind::reference)
      return static_cast<std::string*>(data)->clear();
    if (slot.kind != FieldKind::count && slot.kind != FieldKind::flag && slot.kind != FieldKind::choice)
      set_number<T>(slot, data, std::numeric_limits<double>::quiet_NaN());
    return;
  }
  if (kind == Kind::number) return set_number<T>(slot, data, slot.fallback.number);
  const auto date = slot.kind == FieldKind::date || slot.kind == FieldKind::month ? parse_model_date(slot.fallback.text)
                                                                                  : std::nullopt;
  if (slot.kind == FieldKind::date) *static_cast<T*>(data) = T(date ? date->months_after(start) : 0.0);
  else if (slot.kind == FieldKind::month) slot.access.set(data, date ? date->month_index() : 0);
  else *static_cast<std::string*>(data) = slot.fallback.text;
}

template <class T>
void set_fallbacks(void* object, void (*visit)(void*, Slots&)) {
  Slots slots;
  visit(object, slots);
  for (const Slot& slot : slots)
    if (slot.access.visit == nullptr) set_fallback<T>(slot, 0);
}

}  // namespace inputs

/// Called by the constructor of a struct of inputs, once its members are there.
template <template <class> class S, class T>
void declared_defaults(S<T>& object) {
  inputs::set_fallbacks<T>(&object, inputs::struct_access<T, S<T>>().visit);
}
template <template <class, class> class S, class T, class With>
void declared_defaults(S<T, With>& object) {
  inputs::set_fallbacks<T>(&object, inputs::struct_access<T, S<T, With>>().visit);
}

}  // namespace roi
