#pragma once
/// @file libroi/capacity/devices.hpp: the catalogue of devices that the library carries: accelerator cards and server nodes.
///
///   for (const auto& [key, device] : roi::device_catalogue().root.devices) …     data sheets, as inputs of a fleet
///   roi::figures_of("ascend-910b2")                                              each figure with where it comes from
///
/// The figures stand in libroi/capacity/devices.json, compiled in (inputs/builtin.hpp); a model file names a device by
/// its key: "device": "ascend-910b2". Peak rates are dense; a rate that no source gives is not there, and is 0 in
/// Device. A node is a whole server of processors without accelerators, its rates and power those of all its
/// processors; as with cards, memory, fans and network of the server are the fleet's `node_overhead`.
///
/// Every figure has source, as_of, status and confidence:
///
///   high     the maker's data sheet or document, or arithmetic on it without a choice
///   medium   one data set or press report of good repute, or a data sheet known from a reprint
///   low      community tables, contradicting reports, or our own assumption, with its range and reason
///
/// Errors: DomainError with the nearest names for a device that is not there.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libroi/capacity/inputs.hpp"
#include "libroi/inputs/reader.hpp"

namespace roi {

template <class T>
struct DeviceCatalogue {
  Keyed<Device<T>> devices;
  DeviceCatalogue() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.keyed("devices", devices, MinCount{0}, "devices of the library's catalogue");
  }
};

/// The catalogue, read once.
[[nodiscard]] const Loaded<DeviceCatalogue<double>>& device_catalogue();

/// The keys, in the order of the catalogue.
[[nodiscard]] std::vector<std::string> device_names();

enum class DeviceKind { accelerator, node };
[[nodiscard]] const char* name_of(DeviceKind kind) noexcept;
/// A key that begins "node-" is that of a server node.
[[nodiscard]] DeviceKind kind_of_device(std::string_view name);

/// A published figure in the unit of data sheets: TFLOPS, TOPS, W, GB.
struct DeviceFigure {
  std::string figure;   ///< "peak.fp16", "idle_power"
  std::string meaning;  ///< "dense FP16/BF16 peak of one card"
  double value = 0.0;
  std::string unit;
  std::optional<std::pair<double, double>> range;  ///< least and greatest value, where sources disagree
  Provenance words;                                ///< as the catalogue has them, in the declared unit of the field
};
/// The figures of a device that a source gives, in the order of the fields.
[[nodiscard]] std::vector<DeviceFigure> figures_of(std::string_view device);

}  // namespace roi
