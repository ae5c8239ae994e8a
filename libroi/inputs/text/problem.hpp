#pragma once
/// @file libroi/inputs/text/problem.hpp: what is wrong with a model file, all of it at once.
///
///   models/base.json:14:12: /power/pue is 0.9, but must be in [1, 3] (facility energy / IT energy)
///   models/base.json:15:5: /power/tarif is not an input; nearest is tariff
///
/// Lines and columns count from 1, columns in characters (a tab or 列 is one). The pointer is RFC 6901.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/core/error.hpp"

namespace roi {

struct Problem {
  std::string file;  ///< empty for inputs that were made in code: they have no position
  int line = 1;
  int column = 1;
  std::string pointer;  ///< empty for text that is not JSON
  std::string message;  ///< goes on after the pointer: "is 0.9, but must be in [1, 3]"

  [[nodiscard]] std::string text() const;
};

/// what() holds the first 50 problems, one a line, and the count of the rest; problems() holds all that were found, by
/// position: reading stops at a thousand (inputs/text/limits.hpp).
class InputError : public Error {
 public:
  explicit InputError(std::vector<Problem> problems);
  [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }

 private:
  std::vector<Problem> problems_;
};

namespace inputs {

/// Whether a pointer is that of an object, or of something in it.
[[nodiscard]] bool is_within(std::string_view pointer, std::string_view object);

/// Orders by file (in order of first appearance), line and column, and drops repetitions.
[[nodiscard]] std::vector<Problem> sorted(std::vector<Problem> problems);

/// The candidate with the smallest edit distance (insert, delete, replace, swap of neighbours), the first of equals;
/// empty when even that one differs in more than two fifths of the longer word (one letter always may).
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "; nearest is X", or "; there are: a, b, c" when nothing is near, or "" when there is nothing.
[[nodiscard]] std::string hint(std::string_view word, const std::vector<std::string>& candidates);

/// The same for names made of parts, like nvidia-h100-sxm: names that hold the word, in any case of letters, are near too:
/// "; nearest are X, Y".
[[nodiscard]] std::string hint_by_part(std::string_view word, const std::vector<std::string>& candidates);

/// "a, b, c" with at most `limit` names and "… (12 more)".
[[nodiscard]] std::string joined(const std::vector<std::string>& names, std::size_t limit = 12);

}  // namespace inputs
}  // namespace roi
