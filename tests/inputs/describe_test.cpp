#include "libroi/inputs/describe.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "libroi/center/center.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/schema.hpp"
#include "libroi/inputs/text/json.hpp"
#include "libroi/inputs/units.hpp"
#include "tests/inputs/toy.hpp"

namespace roi {
namespace {

/// A declaration without unit, range or meaning, or with a default outside its own range, does not get in.
void expect_sound(const std::vector<FieldInfo>& fields) {
  std::set<std::string> paths;
  for (const FieldInfo& field : fields) paths.insert(field.path);
  EXPECT_EQ(paths.size(), fields.size()) << "a path is declared twice";
  for (const FieldInfo& field : fields) {
    SCOPED_TRACE(field.path);
    EXPECT_GE(field.meaning.size(), 3u);
    EXPECT_NE(field.meaning.back(), '.');
    EXPECT_TRUE(is_key(field.name)) << "names are keys";
    EXPECT_EQ(field.name.find('-'), std::string::npos) << "names have underscores";
    switch (field.kind) {
      case FieldKind::number:
      case FieldKind::duration:
      case FieldKind::curve:
      case FieldKind::table:
      case FieldKind::list:
      case FieldKind::compute:
        EXPECT_TRUE(inputs::is_unit(field.unit)) << field.unit;
        EXPECT_TRUE(std::isfinite(field.range.lo) && std::isfinite(field.range.hi));
        [[fallthrough]];
      case FieldKind::count:
        EXPECT_LT(field.range.lo, field.range.hi);
        if (!field.fallback.empty()) {
          const double x = std::stod(field.fallback);
          EXPECT_TRUE(x >= field.range.lo && x <= field.range.hi) << "default " << x;
        }
        break;
      case FieldKind::choice:
        EXPECT_FALSE(field.choices.empty());
        EXPECT_TRUE(field.required || field.optional || !field.fallback.empty())
            << "the default is none of the choices";
        for (const auto& choice : field.choices) EXPECT_FALSE(choice.second.empty()) << choice.first;
        break;
      case FieldKind::reference:
      case FieldKind::references:
        for (std::size_t from = 0; from <= field.target.size();) {
          const auto bar = std::min(field.target.find('|', from), field.target.size());
          EXPECT_TRUE(paths.count(field.target.substr(from, bar - from))) << field.target;
          from = bar + 1;
        }
        break;
      case FieldKind::catalogue: EXPECT_FALSE(field.target.empty()); break;
      default: break;
    }
  }
}

TEST(Describe, ListsTheToy) {
  const auto fields = describe<test::Toy<double>>();
  expect_sound(fields);
  EXPECT_EQ(fields.size(), 31u);
  const auto& cards = fields[12];
  EXPECT_EQ(cards.path, "fleets.*.cards");
  EXPECT_EQ(cards.unit, "card");
  EXPECT_TRUE(cards.required);
  EXPECT_EQ(cards.meaning, "cards installed");
}

TEST(Describe, EveryInputOfTheCenterHasUnitRangeAndMeaning) { expect_sound(describe<Center<double>>()); }

TEST(Describe, WritesRanges) {
  EXPECT_EQ(inputs::range_text(Range{1, 3}, "1"), "in [1, 3]");
  EXPECT_EQ(inputs::range_text(Range{0, unbounded}, "kW"), ">= 0 kW");
  EXPECT_EQ(inputs::range_text(Range{-unbounded, 2}, "kW"), "<= 2 kW");
  EXPECT_EQ(inputs::range_text(Range{}, "kW"), "in kW");
  EXPECT_EQ(inputs::range_text(Range{}, "1"), "");
}

TEST(Schema, IsJsonAndClosed) {
  std::vector<Problem> problems;
  const inputs::Value schema = inputs::parse_json(json_schema<test::Toy<double>>(), "schema", 0, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(schema.find("$schema")->text, "https://json-schema.org/draft/2020-12/schema");
  const inputs::Value& model = *schema.find("$defs")->find("model");
  EXPECT_FALSE(model.find("additionalProperties")->boolean);
  EXPECT_EQ(model.find("required")->items.size(), 4u);
  const inputs::Value& cards =
      *model.find("properties")->find("fleets")->find("additionalProperties")->find("properties")->find("cards");
  EXPECT_EQ(cards.find("description")->text, "cards installed [card]");
  EXPECT_EQ(cards.find("anyOf")->items[0].find("maximum")->number, 1e7);
}

TEST(Manual, HasATableForEachGroup) {
  const std::string manual = field_reference<test::Toy<double>>();
  EXPECT_NE(manual.find("## fleets.*.power\n\npower of a card\n"), std::string::npos);
  EXPECT_NE(manual.find("| `life` | duration | month | in [1, 600] | `60` | service life of a card |\n"),
            std::string::npos);
  EXPECT_NE(manual.find("| `profile` | choice |  | `linear`, `falling` | `linear` | how the residual value falls; "
                        "`linear`: in equal steps; "
                        "`falling`: fast at first |\n"),
            std::string::npos);
}

}  // namespace
}  // namespace roi
