// How much a file may hold, and how reading it is given up.
#include "libroi/inputs/text/limits.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "libroi/core/interrupt.hpp"
#include "libroi/inputs/text/file_text.hpp"
#include "tests/inputs/model_text.hpp"

namespace roi {
namespace {

using test::kModel;

std::string repeated(std::size_t count, const std::string& text, const std::string& between = ",") {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += (i > 0 ? between : "") + text;
  return out;
}
std::string refusal(const std::string& text, const std::map<std::string, std::string>& files = {}) {
  const Resolver resolver = [&](const std::string& name) {
    const auto found = files.find(name);
    if (found == files.end()) throw FileError(name + ": cannot be read");
    return found->second;
  };
  try {
    (void)read<test::Toy<double>>(parse(text, "m.json", resolver));
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}
void expect(const std::string& said, const std::string& part) {
  EXPECT_NE(said.find(part), std::string::npos) << said.substr(0, 500);
}

TEST(Limits, ValuesOfAModelsFilesTogether) {
  const std::string many = "is one value too many: a model's files must hold at most 500000 values";
  expect(refusal("{\"x\": [" + repeated(inputs::kMostValues + 10, "1") + "]}"), many);
  expect(refusal("{\"x\": [" + repeated(inputs::kMostValues, "{}", " ,\n") + "]}"), many);
  // Each of three files fits alone.
  const std::string third = "{\"a\": {\"y\": [" + repeated(200'000, "1") + "]}}";
  expect(refusal(R"({"data": {"a": "a.json", "b": "a.json", "c": "a.json"}})", {{"a.json", third}}), many);
}

TEST(Limits, FilesAndBytesOfAModel) {
  std::map<std::string, std::string> chain;
  for (int i = 0; i < 120; ++i)
    chain[std::to_string(i) + ".json"] = "{\"extends\": \"" + std::to_string(i + 1) + ".json\"}";
  expect(refusal("{\"extends\": \"0.json\"}", chain), "a model must be made of at most 100 files");
  const std::string blank = "{" + std::string(30'000'000, ' ') + "}";
  expect(refusal(R"({"data": {"a": "a.json", "b": "a.json", "c": "a.json"}})", {{"a.json", blank}}),
         "a model's files must have together at most 67108864");
}

TEST(Limits, TextsKeysScenariosAndProblems) {
  const std::string text(inputs::kLongestText + 1, 'x');
  expect(refusal("{\"name\": \"" + text + "\"}"), "/name has 1000001 bytes, but must have at most 1000000");
  expect(refusal("{\"" + text + "\": 1}"), "has a key that has 1000001 bytes, but must have at most 1000000");
  std::string scenarios;
  for (int i = 0; i < 1001; ++i) scenarios += (i > 0 ? ",\"s" : "\"s") + std::to_string(i) + "\": {}";
  expect(refusal("{\"scenarios\": {" + scenarios + "}}"), "/scenarios has 1001 scenarios, but must have at most 1000");
  std::string unknown;
  for (int i = 0; i < 5000; ++i) unknown += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\": 1";
  expect(refusal("{" + unknown + "}"), "\nand 950 more; reading stops at 1000 problems");
}

TEST(Limits, OnlyFilesAreRead) {
  const std::string folder = testing::TempDir();
  EXPECT_THROW((void)inputs::file_text(folder), FileError);
  EXPECT_THROW((void)inputs::file_text("/dev/null"), FileError);
  EXPECT_THROW((void)inputs::file_text(std::string("a\0b", 3)), FileError);
  const std::string path = folder + "limits_test.txt";
  const std::string content(3'000'000, 'a');
  std::ofstream(path) << content;
  EXPECT_EQ(inputs::file_text(path), content);
}

TEST(Limits, ReadingCanBeGivenUp) {
  struct Stopped {};
  const std::string text = "{\"x\": [" + repeated(100'000, "1") + "]}";
  int asked = 0;
  {
    const Interruptible counting([&] { ++asked; });
    (void)refusal(text);
  }
  EXPECT_GT(asked, 10);
  const int before = asked;
  (void)refusal(text);  // nobody is asked any more
  EXPECT_EQ(asked, before);
  const Interruptible outer([] { throw Stopped(); });
  EXPECT_THROW((void)refusal(text), Stopped);
  const Interruptible inner([] {});
  EXPECT_NE(refusal(text), "");
}

}  // namespace
}  // namespace roi
