#include "libroi/capacity/devices.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "libroi/inputs/date.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi {
namespace {

const Provenance& words(const std::string& path) { return device_catalogue().record.values.at("devices." + path); }

TEST(Devices, EveryFigureHasSourceDateStatusAndConfidence) {
  std::size_t figures = 0;
  for (const std::string& device : device_names()) {
    for (const DeviceFigure& figure : figures_of(device)) {
      SCOPED_TRACE(device + " " + figure.figure);
      ++figures;
      EXPECT_FALSE(figure.words.source.empty());
      EXPECT_TRUE(inputs::parse_model_date(figure.words.as_of).has_value());
      EXPECT_FALSE(figure.words.status.empty());
      EXPECT_FALSE(figure.words.confidence.empty());
      EXPECT_FALSE(figure.meaning.empty());
      EXPECT_FALSE(figure.unit.empty());
      if (figure.words.status == "assumption" || figure.words.status == "derived") {
        EXPECT_FALSE(figure.words.note.empty());
      }
      if (figure.words.status == "assumption") {
        EXPECT_EQ(figure.words.confidence, "low");
        ASSERT_TRUE(figure.range.has_value());
      }
      if (figure.range) {
        EXPECT_LE(figure.range->first, figure.value);
        EXPECT_LE(figure.value, figure.range->second);
        EXPECT_LT(figure.range->first, figure.range->second);
      }
    }
  }
  EXPECT_EQ(figures, device_catalogue().record.values.size() - device_names().size());  // names have none
}

/// Dense 16-bit peaks in TFLOPS as published tables give them: three digits of agreement.
TEST(Devices, DensePeaksAreThoseOfThePublishedTables) {
  struct Row {
    const char* device;
    double fp16;
  };
  constexpr auto kPublished = std::to_array<Row>({
      {"nvidia-a100-sxm-80gb", 312},
      {"nvidia-a800-sxm-80gb", 312},
      {"nvidia-h100-sxm", 989.4},
      {"nvidia-h800-sxm", 989.5},
      {"nvidia-h200-sxm", 989.5},
      {"nvidia-h20", 148},
      {"nvidia-b200", 2250},
      {"nvidia-gb200", 2500},
      {"nvidia-b300", 2250},
      {"nvidia-gb300", 2500},
      {"nvidia-l40s", 362},
      {"nvidia-l20", 119.5},
      {"nvidia-l4", 121},
      {"nvidia-rtx-4090", 165.2},
      {"amd-mi300x", 1307},
      {"amd-mi325x", 1307},
      {"amd-mi355x", 2517},
      {"intel-gaudi-3", 1678},
      {"aws-trainium2", 667},
      {"google-tpu-v5p", 459},
      {"google-tpu-v6e", 918},
      {"ascend-910b1", 400},
      {"ascend-910b2", 376},
      {"ascend-910b3", 313},
      {"ascend-910b4", 280},
      {"ascend-910c", 781},
      {"cambricon-mlu370-x8", 96},
      {"cambricon-mlu590", 314},
      {"kunlunxin-r200", 128},
      {"kunlunxin-p800", 345},
      {"t-head-ppu", 1945e3 / 16384},
      {"metax-sanjiangyuan", 984e3 / 4096},
      {"biren-sanjiangyuan", 450e3 / 1328},
  });
  std::set<std::string> seen;
  for (const Row& row : kPublished) {
    EXPECT_NEAR(device_catalogue().root.devices.at(row.device).peak.fp16 * 1e3, row.fp16, 5e-4 * row.fp16)
        << row.device;
    seen.insert(row.device);
  }
  for (const std::string& name : device_names())
    EXPECT_EQ(seen.count(name), kind_of_device(name) == DeviceKind::accelerator ? 1U : 0U) << name;
}

TEST(Devices, FullLoadAndMemoryAreThoseOfThePublishedTables) {
  struct Row {
    const char* device;
    double watts, gigabytes;
  };
  constexpr auto kPublished = std::to_array<Row>({
      {"nvidia-a100-sxm-80gb", 400, 80},
      {"nvidia-h100-sxm", 700, 80},
      {"nvidia-h200-sxm", 700, 141},
      {"nvidia-b200", 1000, 192},
      {"nvidia-gb200", 1200, 192},
      {"nvidia-gb300", 1400, 288},
      {"nvidia-l40s", 350, 48},
      {"nvidia-l20", 275, 48},
      {"nvidia-l4", 72, 24},
      {"nvidia-h20", 400, 96},
      {"amd-mi300x", 750, 192},
      {"amd-mi325x", 1000, 256},
      {"intel-gaudi-3", 900, 128},
      {"aws-trainium2", 500, 96},
      {"ascend-910b2", 400, 64},
      {"ascend-910b4", 400, 32},
      {"cambricon-mlu370-x8", 250, 48},
  });
  for (const Row& row : kPublished) {
    const Device<double>& device = device_catalogue().root.devices.at(row.device);
    EXPECT_NEAR(device.busy_power * 1e3, row.watts, 1e-9) << row.device;
    EXPECT_EQ(device.memory, row.gigabytes) << row.device;
  }
}

TEST(Devices, NodesAreCoresTimesClockTimesOperations) {
  const auto peak = [](const char* node) { return device_catalogue().root.devices.at(node).peak; };
  EXPECT_NEAR(peak("node-amd-epyc-9654-2s").fp64, 2 * 96 * 2.4 * 16 / 1e6, 1e-12);
  EXPECT_NEAR(peak("node-amd-epyc-9654-2s").fp16, 4 * peak("node-amd-epyc-9654-2s").fp64, 1e-12);
  EXPECT_NEAR(peak("node-intel-xeon-8480plus-2s").fp64, 2 * 56 * 2.0 * 32 / 1e6, 1e-12);
  EXPECT_NEAR(peak("node-intel-xeon-8480plus-2s").fp16, 2 * 56 * 2.0 * 1024 / 1e6, 1e-12);
  EXPECT_NEAR(peak("node-huawei-kunpeng-920-2s").fp64, 2 * 64 * 2.6 * 4 / 1e6, 1e-12);
  EXPECT_EQ(words("node-amd-epyc-9654-2s.peak.fp64").note.rfind("192 cores x 2.4 GHz x 16 a cycle", 0), 0U);
}

TEST(Devices, FiguresAreInTheUnitsOfDataSheets) {
  const auto figures = figures_of("ascend-910b2");
  ASSERT_EQ(figures.size(), 5U);
  EXPECT_EQ(figures[0].figure, "peak.fp16");
  EXPECT_EQ(figures[0].value, 376.0);
  EXPECT_EQ(figures[0].unit, "TFLOPS");
  EXPECT_FALSE(figures[0].range.has_value());
  EXPECT_EQ(figures[3].figure, "busy_power");
  EXPECT_EQ(figures[3].unit, "W");
  EXPECT_EQ(figures[3].range, std::make_optional(std::make_pair(310.0, 450.0)));
  EXPECT_EQ(figures[4].value, 64.0);
  const auto h100 = figures_of("nvidia-h100-sxm");
  EXPECT_EQ(h100[5].figure + " " + h100[5].unit, "peak.int8 TOPS");
}

TEST(Devices, RangesHoldWhereSourcesDisagree) {
  const auto range = [](const std::string& path) { return words(path).uncertainty->values; };
  EXPECT_EQ(range("nvidia-gb300.busy_power"), (std::vector<double>{1.4, 1.4, 1.75}));
  EXPECT_EQ(range("cambricon-mlu590.memory"), (std::vector<double>{80, 80, 192}));
  EXPECT_EQ(words("cambricon-mlu590.peak.fp16").confidence, "low");
}

TEST(Devices, UnknownNamesGetTheNearest) {
  const auto refusal = [](const char* name) {
    try {
      (void)figures_of(name);
      return std::string();
    } catch (const DomainError& error) {
      return std::string(error.what());
    }
  };
  EXPECT_EQ(refusal("nvidia-h20o"), "devices: there is no \"nvidia-h20o\"; nearest is nvidia-h20");
  EXPECT_EQ(refusal("NVIDIA-L4"), "devices: there is no \"NVIDIA-L4\"; nearest is nvidia-l4");
  EXPECT_EQ(refusal("mi3"), "devices: there is no \"mi3\"; nearest are amd-mi300x, amd-mi325x, amd-mi355x");
  EXPECT_EQ(refusal("").rfind("devices: there is no \"\"; there are: ascend-910b1, ", 0), 0U);
}

TEST(Devices, NamesAreKeysAndSayWhatTheyAre) {
  const auto names = device_names();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  int nodes = 0;
  for (const std::string& name : names) {
    EXPECT_TRUE(is_key(name)) << name;
    nodes += kind_of_device(name) == DeviceKind::node ? 1 : 0;
  }
  EXPECT_EQ(nodes, 3);
  EXPECT_STREQ(name_of(DeviceKind::accelerator), "accelerator");
  EXPECT_STREQ(name_of(kind_of_device("node-intel-xeon-8480plus-2s")), "node");
}

}  // namespace
}  // namespace roi
