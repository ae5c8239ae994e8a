#include "libroi/inputs/provenance.hpp"

namespace roi {

const char* name_of(Uncertainty::Kind kind) {
  constexpr std::array<const char*, 7> kNames{"uniform",   "triangular", "pert",    "normal",
                                              "lognormal", "range",      "discrete"};
  return kNames[static_cast<std::size_t>(kind)];
}

const Provenance* Record::find(std::string_view path) const {
  auto found = values.find(std::string(path));
  if (found == values.end()) {
    const auto dot = path.rfind('.');
    if (dot == std::string_view::npos) return nullptr;
    found = values.find(std::string(path.substr(0, dot)));
  }
  return found == values.end() ? nullptr : &found->second;
}

bool Record::gives(const std::string& path) const {
  if (find(path) != nullptr) return true;
  const auto below = values.lower_bound(path + ".");
  return below != values.end() && below->first.compare(0, path.size() + 1, path + ".") == 0;
}

}  // namespace roi
