#include "libroi/inputs/reader.hpp"

#include <set>

#include "libroi/core/interrupt.hpp"
#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/text/limits.hpp"

namespace roi::inputs {

Record read_into(const Object& root, const Document& document) {
  Binder chosen(document, root);
  chosen.record.file = document.files.front();
  chosen.record.scenario = document.scenario;
  chosen.record.notices = document.notices;
  try {
    chosen.read(document.tree(document.scenario));
    chosen.read_catalogues();
  } catch (const EnoughProblems&) {
  }
  std::vector<Problem> problems = document.problems;
  problems.insert(problems.end(), chosen.problems.begin(), chosen.problems.end());

  std::set<std::string> known;
  for (const Problem& problem : chosen.problems) known.insert(problem.text());
  const auto validate = [&](const std::string& name) {
    if (name == document.scenario || problems.size() >= kMostProblems) return;
    may_stop();
    const std::shared_ptr<void> fresh = root.access.fresh();
    Binder binder(document, Object{fresh.get(), root.access});
    binder.keeps_values = false;
    try {
      binder.read(document.tree(name));
    } catch (const EnoughProblems&) {
    }
    for (Problem problem : binder.problems) {
      if (!known.insert(problem.text()).second) continue;
      if (!name.empty()) problem.message += " [scenario " + name + "]";
      problems.push_back(std::move(problem));
    }
  };
  validate("");
  for (const auto& entry : document.scenarios) validate(entry.first);
  if (problems.size() > kMostProblems) problems.resize(kMostProblems);
  if (!problems.empty()) throw InputError(sorted(std::move(problems)));
  return std::move(chosen.record);
}

}  // namespace roi::inputs
