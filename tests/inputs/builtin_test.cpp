#include "libroi/inputs/builtin.hpp"

#include <gtest/gtest.h>

#include <map>

#include "libroi/capacity/inputs.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/schema.hpp"
#include "libroi/inputs/writer.hpp"

namespace roi {
namespace {

/// A root that takes the library's devices, and one that does not.
template <class T>
struct Shop {
  Device<T> device;
  T spare{};
  Shop() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.catalogue("device", device, "devices", "what is sold");
    field.number("spare", spare, "1", Range{0, 1}, 0.0, "share kept as spares");
  }
  static std::vector<std::string> builtin_catalogues() { return {"devices"}; }
};
template <class T>
struct Plain {
  Device<T> device;
  Plain() { declared_defaults(*this); }
  void visit_fields(auto&& field) { field.catalogue("device", device, "devices", "what is sold"); }
};

using Files = std::map<std::string, std::string>;

template <template <class> class Root = Shop>
Loaded<Root<double>> read_text(const std::string& text, const Files& files = {}, const std::string& scenario = "") {
  const Resolver resolver = [&](const std::string& name) {
    const auto found = files.find(name);
    if (found == files.end()) throw FileError(name + ": cannot be read");
    return found->second;
  };
  return read<Root<double>>(parse(text, "shop.json", resolver, scenario));
}

template <template <class> class Root = Shop>
std::string refusal(const std::string& text, const Files& files = {}) {
  try {
    (void)read_text<Root>(text, files);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

/// A device of one's own, as an entry of a catalogue.
std::string own(const std::string& key, const std::string& fp16 = "0.5") {
  return "\"" + key + "\": {\"name\": \"Own\", \"peak\": {\"fp16\": " + fp16 +
         "}, \"idle_power\": 0.1, \"busy_power\": 0.3}";
}

TEST(Builtin, AnEntryIsKnownWithoutAFile) {
  const auto [shop, record] = read_text("{\"device\": \"nvidia-l4\"}");
  EXPECT_EQ(shop.device.name, "NVIDIA L4");
  EXPECT_DOUBLE_EQ(shop.device.peak.fp16, 0.121);
  EXPECT_EQ(record.catalogue.at("device"), "nvidia-l4");
  const Provenance& peak = record.values.at("device.peak.fp16");
  EXPECT_EQ(peak.given + " " + peak.unit, "121 TFLOPS");
  EXPECT_EQ(peak.source + "|" + peak.as_of + "|" + peak.status + "|" + peak.confidence,
            "NVIDIA, L4 Tensor Core GPU data sheet|2023-03|benchmark|high");
  EXPECT_EQ(peak.file, "libroi/capacity/devices.json");
  EXPECT_GT(peak.line, 1);
}

TEST(Builtin, AnEntryReadsAsFromAFile) {
  const std::string text(inputs::find_builtin("devices")->text);
  for (const char* device : {"\"ascend-910b2\"", "\"node-amd-epyc-9654-2s\"",
                             "{\"use\": \"nvidia-gb300\", \"memory\": {\"value\": 280, \"unit\": \"GB\"}}"}) {
    const std::string model = std::string("{\"device\": ") + device;
    const auto builtin = read_text(model + "}");
    const auto file = read_text(model + ", \"data\": {\"devices\": \"devices.json\"}}", {{"devices.json", text}});
    EXPECT_EQ(to_json(builtin.root, builtin.record), to_json(file.root, file.record));
    EXPECT_EQ(fingerprint(builtin.root, builtin.record), fingerprint(file.root, file.record));
    for (const auto& [path, words] : builtin.record.values) {
      const Provenance& same = file.record.values.at(path);
      EXPECT_EQ(words.line, same.line) << path;
      EXPECT_EQ(words.column, same.column) << path;
      EXPECT_EQ(words.confidence, same.confidence) << path;
    }
  }
}

TEST(Builtin, ChangesToAnEntryWinOverIt) {
  const auto [shop, record] = read_text(
      "{\"device\": {\"use\": \"nvidia-l4\",\n \"idle_power\": {\"value\": 14, \"unit\": \"W\", \"confidence\": "
      "\"high\"}}}");
  EXPECT_DOUBLE_EQ(shop.device.idle_power, 0.014);
  EXPECT_DOUBLE_EQ(shop.device.busy_power, 0.072);
  EXPECT_EQ(record.values.at("device.idle_power").file, "shop.json");
  EXPECT_EQ(record.values.at("device.idle_power").line, 2);
  EXPECT_EQ(record.values.at("device.busy_power").file, "libroi/capacity/devices.json");
  // a rule that the change breaks is told where the other value stands
  const std::string text = refusal("{\"device\": {\"use\": \"nvidia-l4\", \"idle_power\": 0.09}}");
  EXPECT_EQ(text.rfind("libroi/capacity/devices.json:", 0), 0U) << text;
  EXPECT_NE(text.find(": /device/busy_power is 72 W, but must be >= idle_power"), std::string::npos) << text;
}

TEST(Builtin, OnesOwnCatalogueComesFirst) {
  const std::string data = "\"data\": {\"devices\": {" + own("nvidia-l4") + ", " + own("mine", "0.7") + "}}";
  EXPECT_EQ(read_text("{\"device\": \"nvidia-l4\", " + data + "}").root.device.name, "Own");  // hides the library's
  EXPECT_EQ(read_text("{\"device\": \"mine\", " + data + "}").root.device.peak.fp16, 0.7);
  EXPECT_EQ(read_text("{\"device\": \"nvidia-l40s\", " + data + "}").root.device.name, "NVIDIA L40S");
  const Files files{{"own.json", "{" + own("nvidia-l4", "0.9") + "}"}};
  const auto [shop, record] = read_text("{\"device\": \"nvidia-l4\", \"data\": {\"devices\": \"own.json\"}}", files);
  EXPECT_EQ(shop.device.peak.fp16, 0.9);
  EXPECT_EQ(shop.device.peak.int8, 0.0);  // whole, not merged
  EXPECT_EQ(record.find("device.peak.fp16")->file, "own.json");
}

TEST(Builtin, ScenariosExtensionsAndReplacementsNameEntries) {
  const std::string text = "{\"device\": \"nvidia-l4\", \"scenarios\": {\"big\": {\"device\": \"amd-mi355x\"}}}";
  EXPECT_EQ(read_text(text, {}, "big").root.device.name, "AMD Instinct MI355X");
  EXPECT_EQ(
      read_text("{\"extends\": \"base.json\", \"device\": \"nvidia-h20\"}", {{"base.json", text}}).root.device.name,
      "NVIDIA H20");
  const Document document = parse(text, "shop.json");
  const auto other = read<Shop<double>>(replaced<Shop<double>>(document, {{"device", "\"nvidia-l20\""}}));
  EXPECT_EQ(other.root.device.name, "NVIDIA L20");
  const auto part = read<Shop<double>>(replaced<Shop<double>>(document, {{"device.busy_power", "0.08"}}));
  EXPECT_EQ(part.root.device.name, "NVIDIA L4");
  EXPECT_EQ(part.root.device.busy_power, 0.08);
  EXPECT_EQ(
      refusal("{\"device\": \"nvidia-l4\", \"scenarios\": {\"big\": {\"device\": \"amd-mi355\"}}}"),
      "shop.json:1:57: /device is \"amd-mi355\", but must be one of the devices; nearest is amd-mi355x [scenario big]");
}

TEST(Builtin, UnknownNamesGetTheNearestOfBothCatalogues) {
  EXPECT_EQ(refusal("{\"device\": \"nvidia-h20x\"}"),
            "shop.json:1:12: /device is \"nvidia-h20x\", but must be one of the devices; nearest is nvidia-h20");
  EXPECT_EQ(refusal("{\"device\": \"H100\"}"),
            "shop.json:1:12: /device is \"H100\", but must be one of the devices; nearest is nvidia-h100-sxm");
  EXPECT_EQ(refusal("{\"device\": {\"use\": \"910b\"}}"),
            "shop.json:1:20: /device/use is \"910b\", but must be one of the devices; nearest are ascend-910b1, "
            "ascend-910b2, ascend-910b3, ascend-910b4");
  EXPECT_EQ(refusal("{\"device\": \"h100\", \"data\": {\"devices\": {" + own("h100-mine") + "}}}"),
            "shop.json:1:12: /device is \"h100\", but must be one of the devices; nearest are h100-mine, "
            "nvidia-h100-sxm");
  const std::string none = refusal("{\"device\": \"zzzzz\", \"data\": {\"devices\": {" + own("mine") + "}}}");
  EXPECT_EQ(none.rfind("shop.json:1:12: /device is \"zzzzz\", but must be one of the devices; there are: mine, "
                       "ascend-910b1, ascend-910b2",
                       0),
            0U)
      << none;
  EXPECT_EQ(refusal("{\"device\": \"\"}").rfind("shop.json:1:12: /device is \"\", but must be one of the devices", 0),
            0U);
  EXPECT_EQ(refusal("{\"device\": 4}"),
            "shop.json:1:12: /device is 4, but must be the name of one of the devices, or an object (what is sold)");
}

TEST(Builtin, OnlyARootThatAsksForThemGetsThem) {
  EXPECT_EQ(refusal<Plain>("{\"device\": \"nvidia-l4\"}"),
            "shop.json:1:12: /device is \"nvidia-l4\", but must name an entry of a catalogue, and \"data\" has no "
            "devices");
  EXPECT_EQ(inputs::find_builtin("tariffs"), nullptr);
}

TEST(Builtin, TheSchemaKnowsTheNames) {
  const std::string known = json_schema<Shop<double>>();
  EXPECT_NE(known.find("a name in this model's data.devices, or of the library's own devices"), std::string::npos);
  EXPECT_NE(known.find("\"node-huawei-kunpeng-920-2s\""), std::string::npos);
  EXPECT_EQ(json_schema<Plain<double>>().find("ascend"), std::string::npos);
}

TEST(Confidence, IsOneOfThreeWords) {
  const auto spare = [](const std::string& words) {
    return "{\"device\": \"nvidia-l4\", \"spare\": {\"value\": 0.02, " + words + "}}";
  };
  for (const char* word : {"high", "medium", "low"})
    EXPECT_EQ(read_text(spare("\"confidence\": \"" + std::string(word) + "\"")).record.find("spare")->confidence, word);
  const auto wrong = [](const std::string& given) {
    return "shop.json:1:64: /spare/confidence is " + given + ", but must be one of high, medium, low";
  };
  EXPECT_EQ(refusal(spare("\"confidence\": \"certain\"")), wrong("\"certain\""));
  EXPECT_EQ(refusal(spare("\"confidence\": \"High\"")), wrong("\"High\""));
  EXPECT_EQ(refusal(spare("\"confidence\": 0.9")), wrong("0.9"));
  EXPECT_EQ(refusal(spare("\"confidance\": \"high\"")),
            "shop.json:1:50: /spare/confidance is not an input; nearest is confidence");
  EXPECT_EQ(refusal("{\"confidence\": \"sure\", \"device\": \"nvidia-l4\"}"),  // of a whole group
            "shop.json:1:16: /confidence is \"sure\", but must be one of high, medium, low");
}

TEST(Confidence, IsWrittenAndInherited) {
  const std::string text = "{\"confidence\": \"low\", \"device\": \"nvidia-l4\", \"spare\": 0.1}";
  const auto [shop, record] = read_text(text);
  EXPECT_EQ(record.find("spare")->confidence, "low");
  EXPECT_EQ(record.find("device.memory")->confidence, "high");  // its own word wins
  const std::string written = to_json(shop, record);
  EXPECT_NE(written.find("\"confidence\": \"low\""), std::string::npos);
  const auto again = read_text(written);
  EXPECT_EQ(again.record.find("spare")->confidence, "low");
  EXPECT_EQ(again.record.find("device.memory")->confidence, "high");
}

}  // namespace
}  // namespace roi
