#include "libroi/inputs/checking/references.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/core/error.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi::inputs {
namespace {

/// Where the walk is: a field, the key of an entry in it, and where that stands. A path is made only of what is wrong.
struct Place {
  const Place* above;
  const char* field;
  const std::string* key;
  [[nodiscard]] std::string path() const {
    std::string out = above == nullptr ? "" : above->path() + ".";
    out += field;
    return key == nullptr ? out : out + "." + *key;
  }
};

class Walk {
 public:
  explicit Walk(const Object& root) {
    root.access.visit(root.data, root_);
    (*this)(root.data, root.access, nullptr);
  }
  std::vector<BrokenReference> broken;

 private:
  void operator()(void* object, const Access& access, const Place* above) {
    Slots slots;
    access.visit(object, slots);
    for (const Slot& slot : slots) one(slot, above);
  }

  void one(const Slot& slot, const Place* above) {
    void* const data = slot.data();
    const Place here{above, slot.name, nullptr};
    if (slot.kind == FieldKind::keyed) {
      for (std::size_t i = 0; i < slot.access.size(slot.member); ++i) {
        const Place entry{above, slot.name, &slot.access.key(slot.member, i)};
        (*this)(slot.access.at(slot.member, i), slot.access, &entry);
      }
    } else if (data == nullptr) {
      return;
    } else if (slot.access.visit != nullptr) {
      (*this)(data, slot.access, &here);
    } else if (slot.kind == FieldKind::reference) {
      const std::string& name = *static_cast<const std::string*>(data);
      if (!name.empty() || slot.fallback.kind == Fallback::Kind::mandatory) require(here, name, slot.target);
    } else if (slot.kind == FieldKind::references) {
      for (const std::string& name : *static_cast<const std::vector<std::string>*>(data))
        require(here, name, slot.target);
    } else if (slot.kind == FieldKind::curve) {
      // The index is a plain member of a curve on every scalar; trees that are checked are on double.
      const std::string& index = static_cast<const Curve<double>*>(data)->index;
      if (!index.empty()) require({&here, "index", nullptr}, index, "indices");
    }
  }

  void require(const Place& place, const std::string& name, std::string_view groups) {
    std::vector<std::string> keys;
    for (std::string_view rest = groups; !rest.empty();) {
      const std::size_t end = std::min(rest.find('|'), rest.size());
      add_keys(root_, rest.substr(0, end), keys);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (std::find(keys.begin(), keys.end(), name) != keys.end()) return;
    broken.push_back(
        {place.path(), name, std::string(groups), keys.empty() ? ", which has no entries" : hint(name, keys)});
  }
  /// The keys of the group at a dotted path below these slots.
  static void add_keys(const Slots& slots, std::string_view group, std::vector<std::string>& keys) {
    const std::size_t dot = group.find('.');
    for (const Slot& slot : slots) {
      if (slot.name != group.substr(0, dot)) continue;
      if (dot == std::string_view::npos) {
        for (std::size_t i = 0; slot.kind == FieldKind::keyed && i < slot.access.size(slot.member); ++i)
          keys.push_back(slot.access.key(slot.member, i));
      } else if (void* const data = slot.data(); data != nullptr && slot.access.visit != nullptr) {
        Slots below;
        slot.access.visit(data, below);
        add_keys(below, group.substr(dot + 1), keys);
      }
    }
  }

  Slots root_;
};

}  // namespace

std::vector<BrokenReference> broken_references(const Object& root) { return Walk(root).broken; }

void require_references(const Object& root) {
  const auto broken = broken_references(root);
  if (broken.empty()) return;
  const BrokenReference& first = broken.front();
  throw DomainError(first.path + " is \"" + first.name + "\", but must be a key of " + first.groups + first.help);
}

}  // namespace roi::inputs
