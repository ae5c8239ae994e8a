#include "bindings/python/center_handle.hpp"

#include <algorithm>
#include <charconv>

#include "libroi/center/layout.hpp"
#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/set.hpp"
#include "libroi/inputs/text/json.hpp"
#include "libroi/inputs/text/sha256.hpp"
#include "libroi/inputs/writer.hpp"

namespace {

using Tree = roi::Center<double>;

/// Reads the document; scenarios that do not fit a base that was changed in memory are dropped.
roi::Loaded<Tree> read_fitting(roi::Document& document) {
  try {
    return roi::read<Tree>(document);
  } catch (const roi::InputError&) {
    if (document.scenarios.empty()) throw;
  }
  const auto all = std::exchange(document.scenarios, {});
  roi::Loaded<Tree> out = roi::read<Tree>(document);
  for (const auto& scenario : all) {
    document.scenarios.push_back(scenario);
    try {
      (void)roi::read<Tree>(document);
    } catch (const roi::InputError&) {
      document.scenarios.pop_back();
    }
  }
  return out;
}

/// The JSON text as a number, if it is one.
std::optional<double> number_in(const std::string& text) {
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

roi::inputs::Value value_in(const std::string& text, const std::string& name, roi::Document& document) {
  document.files.push_back(name);
  return roi::inputs::parse_json(text, name, static_cast<int>(document.files.size()) - 1, document.problems);
}

}  // namespace

CenterHandle::CenterHandle(roi::Document document, std::string file, roi::Loaded<roi::Center<double>> loaded)
    : document_(std::move(document)),
      file_(std::move(file)),
      loaded_(std::move(loaded)),
      parameters_(roi::parameters(loaded_.root)),
      canonical_(roi::canonical_json(loaded_.root, loaded_.record)),
      hash_(roi::sha256(canonical_)) {}

const std::vector<roi::MetricInfo>& CenterHandle::metrics() const {
  std::call_once(metrics_found_, [&] { metrics_ = roi::metrics_of(tree()); });
  return metrics_;
}

CenterHandle::Pointer CenterHandle::made(roi::Document document, std::string file) {
  Tree::prepare(document);
  auto loaded = read_fitting(document);
  return std::make_shared<CenterHandle>(std::move(document), std::move(file), std::move(loaded));
}

CenterHandle::Pointer CenterHandle::as_written(roi::Document document, std::string file) {
  Tree::prepare(document);
  auto loaded = roi::read<Tree>(document);
  return std::make_shared<CenterHandle>(std::move(document), std::move(file), std::move(loaded));
}

CenterHandle::Pointer CenterHandle::load(const std::string& path, const std::string& scenario) {
  return as_written(roi::load(path, scenario), path);
}

CenterHandle::Pointer CenterHandle::parse(const std::string& text, const std::string& name,
                                          const std::string& scenario) {
  const roi::Resolver files = [](const std::string& path) {
    throw roi::FileError(path + ": cannot be read: a model given as text has no files beside it");
    return std::string();
  };
  return as_written(roi::parse(text, name, files, scenario), name);
}

CenterHandle::Pointer CenterHandle::restore(const CenterState& state) {
  roi::Document document;
  document.base = value_in(state.base, state.file, document);
  for (const auto& [name, text] : state.scenarios)
    document.scenarios.emplace_back(name, value_in(text, state.file, document));
  for (const auto& [name, text] : state.catalogues) document.catalogues[name] = value_in(text, state.file, document);
  document.scenario = state.scenario;
  document.notices = state.notices;
  return as_written(std::move(document), state.file);
}

CenterState CenterHandle::state() const {
  CenterState state{file_, document_.scenario, roi::inputs::dump(document_.base, 0), {}, {}, document_.notices};
  for (const auto& [name, value] : document_.scenarios) state.scenarios.emplace_back(name, roi::inputs::dump(value, 0));
  for (const auto& [name, value] : document_.catalogues)
    state.catalogues.emplace_back(name, roi::inputs::dump(value, 0));
  return state;
}

std::string CenterHandle::json() const { return roi::to_json(loaded_.root, loaded_.record); }

const roi::Parameter<double>* CenterHandle::find(const std::string& path) const noexcept {
  const auto it = std::find_if(parameters_.begin(), parameters_.end(), [&](const auto& p) { return p.path == path; });
  return it == parameters_.end() ? nullptr : &*it;
}

CenterHandle::Pointer CenterHandle::with_scenario(const std::string& name) const {
  roi::Document document = document_;
  const auto names = document.scenario_names();
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
    const std::string help = names.empty() ? ", which has none" : roi::inputs::hint(name, names);
    throw roi::DomainError(file_ + " has no scenario \"" + name + "\"" + help);
  }
  document.scenario = name;
  return as_written(std::move(document), file_);
}

CenterHandle::Pointer CenterHandle::replaced(const std::vector<std::pair<std::string, std::string>>& changes) const {
  std::vector<std::pair<std::string, std::string>> others;
  std::vector<std::pair<std::string, double>> numbers;
  for (const auto& [path, text] : changes) {
    const auto number = number_in(text);
    if (number && find(path) != nullptr) numbers.emplace_back(path, *number);
    else others.emplace_back(path, text);
  }
  if (others.empty()) return with_numbers(numbers);
  const auto changed = made(roi::replaced<Tree>(document_, others), file_);
  return numbers.empty() ? changed : changed->with_numbers(numbers);
}

CenterHandle::Pointer CenterHandle::with_numbers(const std::vector<std::pair<std::string, double>>& numbers) const {
  roi::Loaded<Tree> varied = loaded_;
  const auto parameters = roi::parameters(varied.root);
  std::string broken;
  for (const auto& [path, value] : numbers) {
    const roi::Parameter<double>& p = parameters[roi::index_of(parameters, path)];
    if (value >= p.range.lo && value <= p.range.hi) {
      *p.value = value;
      roi::Provenance own;
      own.value = value;
      own.given = roi::to_text(value);
      varied.record.values[path] = std::move(own);
      // A range stated for a whole curve no longer holds once one of its numbers is another.
      for (std::size_t dot = path.rfind('.'); dot != std::string::npos && dot > 0; dot = path.rfind('.', dot - 1))
        if (const auto whole = varied.record.values.find(path.substr(0, dot)); whole != varied.record.values.end())
          whole->second.uncertainty.reset();
    } else {
      broken += (broken.empty() ? "replace: " : "\nreplace: ") + path + " is " + roi::to_text(value) +
                ", but must be " + roi::inputs::range_text(p.range, p.unit) + " (" + p.meaning + ")";
    }
  }
  if (!broken.empty()) throw roi::DomainError(broken);
  roi::Document document = document_;
  document.base = value_in(roi::given_json(varied.root, varied.record), file_ + " with replacements", document);
  for (auto& [key, patch] : document.scenarios)
    if (key == document.scenario) patch = roi::inputs::Value::object();  // it is part of the base now
  return made(std::move(document), file_);
}
