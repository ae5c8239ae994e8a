#include "libroi/inputs/text/problem.hpp"

#include <algorithm>
#include <cctype>
#include <tuple>
#include <utility>

#include "libroi/inputs/text/limits.hpp"

namespace roi {
namespace {

constexpr std::size_t kPrinted = 50;

std::string printed(const std::vector<Problem>& problems) {
  std::string out;
  for (std::size_t i = 0; i < problems.size() && i < kPrinted; ++i) {
    if (i > 0) out += '\n';
    out += problems[i].text();
  }
  if (problems.size() > kPrinted) out += "\nand " + std::to_string(problems.size() - kPrinted) + " more";
  if (problems.size() >= inputs::kMostProblems)
    out += "; reading stops at " + std::to_string(inputs::kMostProblems) + " problems";
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = last;
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string Problem::text() const {
  std::string out;
  if (!file.empty()) out = file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": ";
  if (!pointer.empty()) out += pointer + " ";
  return out + message;
}

InputError::InputError(std::vector<Problem> problems) : Error(printed(problems)), problems_(std::move(problems)) {}

namespace inputs {

bool is_within(std::string_view pointer, std::string_view object) {
  return pointer.substr(0, object.size()) == object &&
         (pointer.size() == object.size() || pointer[object.size()] == '/');
}

std::vector<Problem> sorted(std::vector<Problem> problems) {
  std::vector<std::string> files;
  for (const Problem& problem : problems)
    if (std::find(files.begin(), files.end(), problem.file) == files.end()) files.push_back(problem.file);
  const auto place = [&](const Problem& p) {
    return std::make_tuple(std::find(files.begin(), files.end(), p.file) - files.begin(), p.line, p.column);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
  const auto same = [](const Problem& a, const Problem& b) { return a.text() == b.text(); };
  problems.erase(std::unique(problems.begin(), problems.end(), same), problems.end());
  return problems;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kLongest = 64;  // a longer word is no slip of the finger, and the distance is quadratic
  const std::string* best = nullptr;
  std::size_t least = 0;
  if (word.size() > kLongest) return {};
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (best == nullptr || distance < least) {
      best = &candidate;
      least = distance;
    }
  }
  if (best == nullptr || least > std::max<std::size_t>(1, std::max(best->size(), word.size()) * 2 / 5)) return {};
  return *best;
}

std::string joined(const std::vector<std::string>& names, std::size_t limit) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < limit; ++i) out += (i > 0 ? ", " : "") + names[i];
  if (names.size() > limit) out += ", … (" + std::to_string(names.size() - limit) + " more)";
  return out;
}

std::string hint(std::string_view word, const std::vector<std::string>& candidates) {
  if (candidates.empty()) return {};
  const std::string name = nearest(word, candidates);
  return name.empty() ? "; there are: " + joined(candidates) : "; nearest is " + name;
}

std::string hint_by_part(std::string_view word, const std::vector<std::string>& candidates) {
  const auto same_letter = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  const std::string slip = nearest(word, candidates);
  std::vector<std::string> near;
  for (const std::string& name : candidates) {
    const auto at = std::search(name.begin(), name.end(), word.begin(), word.end(), same_letter);
    const bool holds = word.size() > 1 && at != name.end();
    if (holds && name.size() == word.size()) return "; nearest is " + name;
    if (holds || name == slip) near.push_back(name);
  }
  return near.size() > 1 ? "; nearest are " + joined(near) : hint(near.empty() ? word : near.front(), candidates);
}

}  // namespace inputs
}  // namespace roi
