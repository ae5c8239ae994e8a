#pragma once
/// @file libroi/inputs/provenance.hpp: where a number comes from, how sure it is, and how it was written.
///
/// A model file gives a value as a plain number in the declared unit, or as an object
///
///   {"value": 4.6, "unit": "万元", "uncertainty": {"triangular": [4, 4.6, 6]}, "source": "tender 2025-17",
///    "as_of": "2025-03-01", "status": "quote", "price_date": "2025-01", "confidence": "high", "vat": "excluded",
///    "note": "…"}
///
/// Any group of inputs may carry source, as_of, status, price_date, confidence, vat and note for all values in it;
/// the value's own words win. The record keeps all of it by path: fleets.ascend.cards, price.points.2025-01.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roi {

inline constexpr std::array<const char*, 9> kStatuses{"contract", "quote",      "invoice",     "filing", "benchmark",
                                                      "derived",  "assumption", "placeholder", "policy"};
inline constexpr std::array<const char*, 3> kConfidences{"high", "medium", "low"};
inline constexpr std::array<const char*, 2> kVatBases{"excluded", "included"};

/// A distribution, in the declared unit of its input.
///
///   uniform [a, b]   triangular [a, mode, b]   pert [a, mode, b]   normal [mean, sd]
///   lognormal [mean, sd] of the value itself   range [a, b] without a shape   discrete [[value, probability], …]
struct Uncertainty {
  enum class Kind { uniform, triangular, pert, normal, lognormal, range, discrete };
  Kind kind = Kind::range;
  std::vector<double> values;         ///< the parameters; for discrete the values
  std::vector<double> probabilities;  ///< discrete: sum to 1
};

/// The key of a kind in a model file: "triangular".
[[nodiscard]] const char* name_of(Uncertainty::Kind kind);

struct Provenance {
  double value = 0.0;  ///< of a number, in the declared unit
  std::string given;   ///< as written: digits, or the date
  std::string unit;    ///< as written; empty: the declared unit
  std::string source, as_of, status, price_date, confidence, vat, note;
  std::optional<Uncertainty> uncertainty;
  std::string file;
  int line = 0;
  int column = 0;
};

/// A warning that the model's author has answered.
struct Acceptance {
  std::string id;
  std::string path;  ///< the only place it is accepted at; empty: everywhere
  std::string reason;
};

/// What a model file says beside its values.
struct Record {
  std::string file;
  std::string scenario;  ///< the overlay applied, or empty
  std::string currency = "CNY";
  int start = 0;                                 ///< first month of the model, 12 x year + month - 1
  std::map<std::string, double> exchange_rates;  ///< model currency for one unit of the other
  std::map<std::string, Provenance> values;      ///< by path; only values the file gives
  std::vector<Acceptance> accepted_warnings;
  std::map<std::string, std::string> catalogue;  ///< path of a group -> entry of the catalogue it uses
  std::vector<std::string> notices;              ///< "file: what of it was not used, or used after a change"

  /// The record of a path, or of the list it is an element of; null for a default.
  [[nodiscard]] const Provenance* find(std::string_view path) const;
  /// Whether the file gives the input at a path, or any part of it: an element of a table, a point of a curve.
  [[nodiscard]] bool gives(const std::string& path) const;
};

}  // namespace roi
