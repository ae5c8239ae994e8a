#include "libroi/inputs/document.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "tests/inputs/model_text.hpp"

namespace roi {
namespace {

using test::changed;
using test::kModel;
using Files = std::map<std::string, std::string>;

Resolver from(const Files& files) {
  return [files](const std::string& name) {
    const auto found = files.find(name);
    if (found == files.end()) throw FileError(name + ": cannot be read: No such file or directory");
    return found->second;
  };
}

Loaded<test::Toy<double>> toy_of(const std::string& text, const Files& files, const std::string& scenario = "") {
  return read<test::Toy<double>>(parse(text, "models/toy.json", from(files), scenario));
}

std::string refusal(const std::string& text, const Files& files, const std::string& scenario = "") {
  try {
    (void)toy_of(text, files, scenario);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(Document, ExtendsAnotherFileAsAMergePatch) {
  const Files files{{"base/model.json", kModel},
                    {"base/middle.json", "{\"extends\": \"model.json\", \"months\": 60, \"loan\": null}"}};
  const auto [toy, record] = toy_of("{\n\"extends\": \"../base/middle.json\",\n\"months\": 48}", files);
  EXPECT_EQ(toy.months, 48);
  EXPECT_FALSE(toy.loan.has_value());
  EXPECT_EQ(toy.fleets.at("ascend").power.nameplate, 0.4);  // the base's catalogue comes along
  EXPECT_EQ(record.find("months")->file, "models/toy.json");
  EXPECT_EQ(record.find("months")->line, 3);
  EXPECT_EQ(record.find("fleets.ascend.delivered")->file, "base/model.json");
  EXPECT_EQ(record.find("fleets.ascend.delivered")->line, 13);
}

TEST(Document, ReportsProblemsInTheFileTheyStandIn) {
  const Files files{{"models/base.json", changed("\"delivered\": \"2025-03\"", "\"delivered\": \"soon\"")}};
  EXPECT_EQ(refusal("{\"extends\": \"base.json\", \"monthz\": 48}", files),
            "models/toy.json:1:26: /monthz is not an input; nearest is months\n"
            "models/base.json:13:20: /fleets/ascend/delivered is \"soon\", but must be a date like 2025-07-01 or a "
            "number of months "
            "after the start in [-1200, 2400] (day the cards arrive)");
}

TEST(Document, RefusesCyclesAndFilesThatAreNotThere) {
  const Files files{{"models/a.json", "{\"extends\": \"b.json\"}"}, {"models/b.json", "{\"extends\": \"./a.json\"}"}};
  EXPECT_NE(
      refusal("{\"extends\": \"a.json\"}", files)
          .find("models/b.json:1:13: /extends is \"./a.json\", but must not lead back to itself: models/toy.json -> "
                "models/a.json -> models/b.json -> models/a.json"),
      std::string::npos);
  EXPECT_NE(refusal("{\"extends\": \"none.json\"}", files)
                .find("models/toy.json:1:13: /extends is \"none.json\", but must be a file that can be read "
                      "(models/none.json: cannot be "
                      "read: No such file or directory)"),
            std::string::npos);
  EXPECT_NE(
      refusal("{\"extends\": 3}", files).find("models/toy.json:1:13: /extends is 3, but must be the name of a file"),
      std::string::npos);
}

TEST(Document, AppliesScenariosByNameAndValidatesAll) {
  const auto [toy, record] = toy_of(kModel, {}, "small");
  EXPECT_EQ(toy.fleets.at("ascend").cards, 9000.0);
  EXPECT_FALSE(toy.loan.has_value());
  EXPECT_EQ(record.scenario, "small");
  EXPECT_EQ(refusal(kModel, {}, "smal"), "models/toy.json:1:1: /scenarios has no scenario \"smal\"; nearest is small");
  EXPECT_EQ(refusal(changed("\"cards\": 9000", "\"cards\": 0"), {}),
            "models/toy.json:25:58: /fleets/ascend/cards is 0, but must be in [1, 1e+07] card (cards installed) "
            "[scenario small]");
  EXPECT_EQ(refusal(changed("{\"small\": {", "{\"small\": {\"extends\": \"x\", "), {}),
            "models/toy.json:25:27: /scenarios/small/extends is not allowed in a scenario");
}

TEST(Document, LooksDevicesUpInACatalogue) {
  const Files files{
      {"data/devices.json",
       "{\"b1\": {\"nameplate\": 0.7, \"idle\": 0.1, \"source\": \"sheet\"}, \"b2\": {\"nameplate\": 1}}"}};
  std::string text =
      changed("{\"devices\": {\"a1\": {\"nameplate\": {\"value\": 400, \"unit\": \"W\"}, \"source\": \"data sheet\"}}}",
              "{\"devices\": \"../data/devices.json\"}");
  const std::string by_name = std::string(text).replace(text.find("{\"use\": \"a1\", \"idle\": 0.3}"), 26, "\"b1\"");
  const auto [toy, record] = toy_of(by_name, files);
  EXPECT_EQ(toy.fleets.at("ascend").power.nameplate, 0.7);
  EXPECT_EQ(record.find("fleets.ascend.power.idle")->file, "data/devices.json");
  EXPECT_EQ(record.catalogue.at("fleets.ascend.power"), "b1");
  EXPECT_EQ(refusal(text, files),
            "models/toy.json:20:24: /fleets/ascend/power/use is \"a1\", but must be one of the devices; nearest is b1");
  EXPECT_EQ(refusal(by_name, {}).substr(0, 101),
            "models/toy.json:6:23: /data/devices is \"../data/devices.json\", but must be a file that can be read (d");
}

TEST(Document, ValidatesEntriesOfCataloguesThatNobodyUses) {
  const std::string text =
      changed("{\"devices\": {\"a1\": {\"nameplate\": {\"value\": 400, \"unit\": \"W\"}, \"source\": \"data sheet\"}}}",
              "{\"devices\": \"../data/devices.json\"}");
  const std::string devices =
      "{\"a1\": {\"nameplate\": 0.4},\n"
      " \"b1\": {\"nameplate\": 0, \"idel\": 0.1},\n"
      " \"b2\": {\"idle\": {\"value\": 20, \"unit\": \"kW\"}},\n"
      " \"b3\": 7}";
  EXPECT_EQ(refusal(text, {{"data/devices.json", devices}}),
            "data/devices.json:2:22: /b1/nameplate is 0, but must be in [0.001, 100] kW (power of one card at full "
            "load)\n"
            "data/devices.json:2:25: /b1/idel is not an input; nearest is idle\n"
            "data/devices.json:3:8: /b2/nameplate is missing, but is required (power of one card at full load)\n"
            "data/devices.json:3:39: /b2/idle/unit is \"kW\", but must have one of the units 1, %, ‰, bp (share of "
            "nameplate drawn when idle)\n"
            "data/devices.json:4:8: /b3 is 7, but must be an object, one of the devices");
  const std::string used_too =  // said once, though the entry is also used
      "{\"a1\": {\"nameplate\": 0}}";
  EXPECT_EQ(refusal(text, {{"data/devices.json", used_too}}),
            "data/devices.json:1:22: /fleets/ascend/power/nameplate is 0, but must be in [0.001, 100] kW (power of one "
            "card at full load)");
  EXPECT_EQ(
      refusal(changed("{\"devices\": {\"a1\": ", "{\"devices\": {\"z\": {\"nameplate\": -1}, \"a1\": "), {}),
      "models/toy.json:6:43: /data/devices/z/nameplate is -1, but must be in [0.001, 100] kW (power of one card at "
      "full load)");
}

TEST(Document, PutsValuesAtPaths) {
  const Document document = parse(kModel, "toy.json");
  const auto read_toy = [](const Document& changed_document) { return read<test::Toy<double>>(changed_document).root; };
  const auto toy =
      read_toy(replaced<test::Toy<double>>(document, {{"fleets.ascend.price", "{\"start\": 9, \"growth\": -0.1}"},
                                                      {"fleets.ascend.power.idle", "{\"value\": 25, \"unit\": \"%\"}"},
                                                      {"fleets.ascend.steps.1", "7"},
                                                      {"loan", "null"},
                                                      {"months", "24"}}));
  EXPECT_EQ(toy.fleets.at("ascend").price.kind, CurveKind::growth);
  EXPECT_EQ(toy.fleets.at("ascend").power.idle, 0.25);
  EXPECT_EQ(toy.fleets.at("ascend").power.nameplate, 0.4);
  EXPECT_EQ(toy.fleets.at("ascend").steps[1], 7.0);
  EXPECT_FALSE(toy.loan.has_value());
  EXPECT_EQ(toy.months, 24);
  EXPECT_EQ(read_toy(replaced<test::Toy<double>>(parse(kModel, "toy.json", {}, "small"), {{"months", "24"}}))
                .fleets.at("ascend")
                .cards,
            9000.0);
  try {
    (void)read_toy(replaced<test::Toy<double>>(
        document, {{"fleets.ascend.crads", "7"}, {"months", "1.5"}, {"fleets.ascend.steps.9", "1"}}));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "replace fleets.ascend.steps.9:1:1: there is no element 9 in a list of 2\n"
                 "replace months:1:1: /months is 1.5, but must be a whole number in [1, 600] (length of the model)\n"
                 "replace fleets.ascend.crads:1:1: /fleets/ascend/crads is not an input; nearest is cards");
  }
}

TEST(Document, LoadsFilesFromDisk) {
  const auto folder = std::filesystem::temp_directory_path() / "libroi_document_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "base.json") << kModel;
  std::ofstream(folder / "toy.json") << "{\"extends\": \"base.json\", \"months\": 12}";
  EXPECT_EQ(read<test::Toy<double>>(load((folder / "toy.json").string())).root.months, 12);
  try {
    (void)load((folder / "none.json").string());
    FAIL();
  } catch (const FileError& error) {
    EXPECT_EQ(std::string(error.what()),
              (folder / "none.json").string() + ": cannot be read: No such file or directory");
  }
  EXPECT_THROW((void)load(folder.string()), FileError);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace roi
