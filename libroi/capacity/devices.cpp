#include "libroi/capacity/devices.hpp"

#include <algorithm>
#include <cmath>

#include "libroi/core/error.hpp"
#include "libroi/inputs/builtin.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/units.hpp"

namespace roi {
namespace {

Document catalogue_document() {
  const inputs::BuiltinCatalogue* const builtin = inputs::find_builtin("devices");
  if (builtin == nullptr) throw StructureError("devices: the library was built without its catalogue");
  Document document;
  document.files.emplace_back(builtin->file);
  document.base = inputs::Value::object();
  document.base["devices"] = inputs::entries_of(*builtin);
  return document;
}

/// A value of the declared unit in the one it was written in, without what conversion adds behind six decimals.
double as_written(double x, const inputs::Conversion& convert) {
  return std::round(x * convert.down / convert.up * 1e6) / 1e6;
}

}  // namespace

const Loaded<DeviceCatalogue<double>>& device_catalogue() {
  static const Loaded<DeviceCatalogue<double>> loaded = read<DeviceCatalogue<double>>(catalogue_document());
  return loaded;
}

std::vector<std::string> device_names() {
  std::vector<std::string> out;
  for (const auto& entry : device_catalogue().root.devices) out.push_back(entry.key);
  return out;
}

const char* name_of(DeviceKind kind) noexcept { return kind == DeviceKind::node ? "node" : "accelerator"; }

DeviceKind kind_of_device(std::string_view name) {
  return name.substr(0, 5) == "node-" ? DeviceKind::node : DeviceKind::accelerator;
}

std::vector<DeviceFigure> figures_of(std::string_view device) {
  const auto& [tree, record] = device_catalogue();
  const Device<double>* const found = tree.devices.find(device);
  if (found == nullptr)
    throw DomainError("devices: there is no \"" + std::string(device) + "\"" +
                      inputs::hint_by_part(device, device_names()));
  Device<double> sheet = *found;
  std::vector<DeviceFigure> out;
  for (const Parameter<double>& p : parameters(sheet)) {
    const auto given = record.values.find("devices." + std::string(device) + "." + p.path);
    if (given == record.values.end()) continue;
    DeviceFigure figure{p.path, p.meaning, 0.0, given->second.unit, {}, given->second};
    const inputs::Conversion convert = inputs::conversion(figure.unit, p.unit, {});
    figure.value = as_written(*p.value, convert);
    if (const auto& spread = figure.words.uncertainty) {
      const auto [least, most] = std::minmax_element(spread->values.begin(), spread->values.end());
      figure.range = {as_written(*least, convert), as_written(*most, convert)};
    }
    if (figure.figure == "peak.int8") figure.unit = "TOPS";
    out.push_back(std::move(figure));
  }
  return out;
}

}  // namespace roi
