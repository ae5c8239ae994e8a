#include "libroi/inputs/writer.hpp"

#include <gtest/gtest.h>

#include "libroi/inputs/checking/validate.hpp"
#include "libroi/inputs/set.hpp"
#include "libroi/inputs/text/sha256.hpp"
#include "tests/inputs/model_text.hpp"

namespace roi {
namespace {

using test::changed;
using test::kModel;

TEST(Writer, RoundTripsWithEveryWord) {
  const auto first = test::toy(kModel);
  const std::string text = to_json(first.root, first.record);
  const auto second = test::toy(text);
  EXPECT_EQ(to_json(second.root, second.record), text);
  EXPECT_EQ(canonical_json(second.root, second.record), canonical_json(first.root, first.record));
  EXPECT_NE(text.find("\"unit\": \"亿元\""), std::string::npos);
  EXPECT_NE(text.find("\"availability\": 0.98"), std::string::npos);  // defaults are filled in
  EXPECT_EQ(text.find("extends"), std::string::npos);
}

TEST(Writer, WritesTheCanonicalForm) {
  const auto toy = test::toy(kModel);
  EXPECT_EQ(
      canonical_json(toy.root, toy.record),
      "{\"budget\":1.04e+08,\"currency\":\"CNY\",\"fleets\":{\"ascend\":{\"announced\":{\"basis\":\"fp16 "
      "dense\",\"unit\":\"PFLOPS\",\"value\":6600},"
      "\"availability\":0.98,\"cards\":{\"uncertainty\":{\"triangular\":[16000,18000,20000]},\"value\":18000},"
      "\"delivered\":2,"
      "\"life\":60,\"pass_through\":false,\"phase\":\"first\",\"power\":{\"idle\":0.3,\"nameplate\":0.4},\"price\":{"
      "\"index\":\"cpi\","
      "\"interpolation\":\"step\",\"points\":{\"2025-01\":7.1,\"2026-07-16\":14.2},\"price_date\":0},\"profile\":"
      "\"falling\","
      "\"refreshes\":0,\"season\":[0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5],\"steps\":[1,2]}},\"indices\":{"
      "\"cpi\":{"
      "\"level\":{\"growth\":0.02,\"start\":1}}},\"loan\":{\"amount\":5e+07,\"rate\":0.05},\"months\":120,\"name\":"
      "\"toy\","
      "\"phases\":{\"first\":{\"critical\":12,\"energised\":1.5}},\"priority\":[\"ascend\"],\"start\":\"2025-01\"}");
}

TEST(Writer, TheFingerprintSeesValuesOnly) {
  const auto print = [](const std::string& text) {
    const auto toy = test::toy(text);
    return fingerprint(toy.root, toy.record);
  };
  const std::string original = print(kModel);
  EXPECT_EQ(original.size(), 64u);
  EXPECT_EQ(print(changed("\"value\": 1.04, \"unit\": \"亿元\"", "\"unit\": \"million CNY\", \"value\": 104")),
            original);
  EXPECT_EQ(print(changed("\"delivered\": \"2025-03\"", "\"delivered\": \"2025-03-01\"")), original);
  EXPECT_EQ(print("// a remark\n" + kModel), original);
  EXPECT_EQ(print(changed("tender 7", "tender 8")), original);
  EXPECT_NE(print(changed("1.04", "1.0400000000000003")), original);
  EXPECT_NE(print(changed("[16000, 18000, 20000]", "[16000, 18000, 20001]")), original);
  EXPECT_NE(print(changed("\"2025-03\"", "\"2025-03-02\"")), original);
}

TEST(Writer, ChangedValuesAreWrittenInTheDeclaredUnit) {
  auto toy = test::toy(kModel);
  set(toy.root, "budget", 7.0);
  set(toy.root, "fleets.ascend.price.points.2026-07-16.date", 19.25);
  set(toy.root, "fleets.ascend.price.price_date", -3.3);
  set(toy.root, "fleets.ascend.delivered", 2.1);
  const auto back = test::toy(to_json(toy.root, toy.record));
  EXPECT_EQ(back.root.budget, 7.0);
  EXPECT_EQ(back.record.find("budget")->source, "tender 7");
  EXPECT_EQ(back.root.fleets[0].price.months[1], 19.25);
  EXPECT_EQ(back.root.fleets[0].price.price_date, -3.3);
  EXPECT_EQ(back.root.fleets[0].delivered, 2.1);
  EXPECT_EQ(canonical_json(back.root, back.record), canonical_json(toy.root, toy.record));
}

TEST(Set, ChecksPathAndRange) {
  auto toy = test::toy(kModel).root;
  set(toy, "fleets.ascend.cards", 5.0);
  EXPECT_EQ(toy.fleets[0].cards, 5.0);
  const auto refusal = [&](const char* path, double value) {
    try {
      set(toy, path, value);
      return std::string();
    } catch (const DomainError& error) {
      return std::string(error.what());
    }
  };
  EXPECT_EQ(refusal("fleets.ascend.card", 5.0),
            "set: fleets.ascend.card is not an input; nearest is fleets.ascend.cards");
  EXPECT_EQ(refusal("fleets.ascend.cards", 0.0),
            "set: fleets.ascend.cards is 0, but must be in [1, 1e+07] card (cards installed)");
  EXPECT_EQ(refusal("fleets.ascend.cards", std::numeric_limits<double>::quiet_NaN()),
            "set: fleets.ascend.cards is nan, but must be finite (cards installed)");
  validate(toy);
  set(toy, "fleets.ascend.delivered", -70.0);
  EXPECT_THROW(validate(toy), InputError);
}

TEST(Sha256, MatchesTheStandard) {  // FIPS 180-4 examples
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace roi
