#pragma once
/// @file libroi/inputs/binding/binder.hpp: fills described objects from values and collects what is wrong. Internal to the
/// reader: one Binder reads one tree once. bind_object.cpp has groups and keys, bind_number.cpp numbers with their
/// units and provenance, bind_curve.cpp curves and lists, bind_choice.cpp everything that is structure,
/// bind_catalogue.cpp entries of catalogues, bind_remarks.cpp what stands beside the inputs.
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/field.hpp"
#include "libroi/inputs/provenance.hpp"
#include "libroi/inputs/units.hpp"

namespace roi::inputs {

/// Where the reading stands: the dotted path of the input and the pointer into the file.
struct Place {
  std::string path;
  std::string pointer;

  [[nodiscard]] Place down(std::string_view key) const {
    return Place{path.empty() ? std::string(key) : path + "." + std::string(key), pointer + pointer_token(key)};
  }
  /// A word of the file that is no part of the path: "value", "points".
  [[nodiscard]] Place word(std::string_view key) const { return Place{path, pointer + pointer_token(key)}; }
};

/// What a number must be.
struct NumberRule {
  FieldKind kind;  // number, duration, or date
  const char* unit;
  Range range;
  const char* meaning;
};

/// Thrown to end a reading whose problems have become too many (inputs/text/limits.hpp).
struct EnoughProblems {};

class Binder {
 public:
  Binder(const Document& document, const Object& root) : document_(document), root_(root), files_(document.files) {}

  Record record;
  std::vector<Problem> problems;
  bool keeps_values = true;  // whether the record of every value is wanted, or only what is wrong

  void read(const Value& tree);
  /// Validates every entry of every catalogue of the model, after `read`.
  void read_catalogues();

 private:
  // bind_object.cpp
  void find_start_and_currency(void* object, const Access& access, const Value& value);
  void object(const Value& value, const Place& place, void* object, const Access& access, Provenance inherited);
  void field(const Slot& declared, const Value* value, const Value& parent, const Place& place,
             const Provenance& inherited);
  void keyed(const Slot& slot, const Value& value, const Place& place, const Provenance& inherited);
  /// Returns the names that were meant by unknown ones: they are not missing too.
  std::vector<std::string> refuse_unknown(const Value& value, const Place& place, const std::vector<std::string>& known,
                                          const std::vector<std::string>& quiet = {});
  void check_references();
  [[nodiscard]] bool is_refused(std::string groups) const;
  void drop_what_follows();
  void check_rules(void* object, const Access& access, const Place& place);
  std::vector<std::string> keys_of(std::string_view target) const;

  // bind_catalogue.cpp
  void catalogue(const Slot& slot, const Value& value, const Place& place, void* data, const Provenance& inherited);
  std::optional<Value> entry(const Value& use, const std::string& catalogue, const Place& place);
  int index_of_file(std::string_view name);

  // bind_remarks.cpp
  void read_exchange_rates(const Value& rates);
  void read_acceptances(const Value& accepted);

  // bind_number.cpp
  std::optional<double> number(const Value& value, const NumberRule& rule, const Place& place, Provenance inherited);
  std::optional<double> plain_number(const Value& value, const NumberRule& rule, const Place& place,
                                     const Provenance& words);
  std::optional<Uncertainty> uncertainty(const Value& value, const NumberRule& rule, const Place& place,
                                         const Provenance& words);
  bool require_unit(const Value& value, const std::string& shown, const NumberRule& rule, const Place& place,
                    const Provenance& words);
  void require_within(const Uncertainty& u, double x, const Value& value, const Place& place);
  void provenance(const Value& value, const Place& place, Provenance& words,
                  const std::vector<std::string>& own_fields);
  void compute(const Value& value, const Slot& slot, const Place& place, const Provenance& inherited, void* data);
  const Conversion& converted(std::string_view written, std::string_view declared);
  void keep(const Value& value, const Place& place, Provenance words, double x);

  // bind_curve.cpp
  void curve(const Value& value, const Slot& slot, const Place& place, Provenance inherited, Curve<double>& curve);
  void points(const Value& value, const NumberRule& rule, const Place& place, const Provenance& words,
              Curve<double>& curve);
  bool sequence(const Value& value, const NumberRule& rule, const Place& place, const Provenance& inherited,
                IntRange length, std::vector<double>& out);
  void table(const Value& value, const Slot& slot, const Place& place, const Provenance& inherited,
             std::array<double, 12>& table);

  // bind_choice.cpp
  void structure(const Value& value, const Slot& slot, const Place& place, const Provenance& inherited);
  void reference(const Value& value, const Slot& slot, const Place& place, std::string& out);

  std::string text(const Value& value, const Place& place, std::string_view rule);
  void problem(const Position& at, const std::string& pointer, std::string message);
  void must(const Value& value, const Place& place, std::string_view rule);
  /// Whether every target can hold the text of a value; else a problem is noted.
  bool fits(const Value& value, const Place& place);
  void visited(const Value& value, const Place& place);

  struct Pending {  // a reference, checked when all keys are known
    Position at;
    std::string pointer, key, target;
  };

  const Document& document_;
  Object root_;
  std::vector<std::string> files_;  // by Position::file: those of the document, then catalogues of the library
  Money money_;
  std::unordered_map<std::string, Conversion> conversions_;  // the same few units recur
  std::vector<Pending> references_;
  std::unordered_map<std::string, std::pair<Position, std::string>> seen_;  // pointer -> where, how it is written
  std::vector<FieldInfo> all_fields_;                                       // filled at the first unknown key
};

/// "must be in [1, 3] kW (meaning)" of a number or date.
[[nodiscard]] std::string rule_text(const NumberRule& rule, const Money& money, bool wrong_type);
/// Keys of a quantity object, and those a group may carry for all its values.
[[nodiscard]] const std::vector<std::string>& quantity_words();
[[nodiscard]] const std::vector<std::string>& shared_words();
[[nodiscard]] std::string with_meaning(std::string rule, std::string_view meaning);
[[nodiscard]] bool contains(const std::vector<std::string>& names, std::string_view name);

}  // namespace roi::inputs
