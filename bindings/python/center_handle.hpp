#pragma once
/// @file bindings/python/center_handle.hpp: a frozen center for Python: the inputs, their record and the file behind them.
///
/// Immutable once made, so threads share it freely. A variation is a new handle: its document is the resolved model
/// with the new values, read and checked like a file; scenarios stay as far as they still fit.
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libroi/center/center.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/stage/metric.hpp"

/// What a handle is made of, as texts: for pickle.
struct CenterState {
  std::string file, scenario, base;
  std::vector<std::pair<std::string, std::string>> scenarios, catalogues;
  std::vector<std::string> notices;
};

class CenterHandle {
 public:
  using Pointer = std::shared_ptr<CenterHandle>;

  static Pointer load(const std::string& path, const std::string& scenario);
  static Pointer parse(const std::string& text, const std::string& name, const std::string& scenario);
  static Pointer restore(const CenterState& state);
  [[nodiscard]] CenterState state() const;

  /// Values at dotted paths as JSON texts. A number at the path of a parameter is in the unit of its field and has no
  /// source of its own; anything else is read like the value in a file.
  [[nodiscard]] Pointer replaced(const std::vector<std::pair<std::string, std::string>>& changes) const;
  [[nodiscard]] Pointer with_scenario(const std::string& name) const;

  [[nodiscard]] const roi::Center<double>& tree() const noexcept { return loaded_.root; }
  [[nodiscard]] const roi::Record& record() const noexcept { return loaded_.record; }
  [[nodiscard]] const roi::Document& document() const noexcept { return document_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  [[nodiscard]] const std::string& canonical() const noexcept { return canonical_; }
  [[nodiscard]] const std::string& hash() const noexcept { return hash_; }
  [[nodiscard]] std::string json() const;
  /// The numbers of the tree, to read through.
  [[nodiscard]] const std::vector<roi::Parameter<double>>& parameters() const noexcept { return parameters_; }
  /// Found when first asked for: that takes a layout.
  [[nodiscard]] const std::vector<roi::MetricInfo>& metrics() const;
  [[nodiscard]] const roi::Parameter<double>* find(const std::string& path) const noexcept;

  CenterHandle(roi::Document document, std::string file, roi::Loaded<roi::Center<double>> loaded);
  CenterHandle(const CenterHandle&) = delete;
  CenterHandle& operator=(const CenterHandle&) = delete;

 private:
  /// Scenarios of a base that was changed in memory are kept only as far as they fit it.
  static Pointer made(roi::Document document, std::string file);
  static Pointer as_written(roi::Document document, std::string file);
  [[nodiscard]] Pointer with_numbers(const std::vector<std::pair<std::string, double>>& numbers) const;

  roi::Document document_;
  std::string file_;
  roi::Loaded<roi::Center<double>> loaded_;
  std::vector<roi::Parameter<double>> parameters_;
  std::string canonical_, hash_;
  mutable std::once_flag metrics_found_;
  mutable std::vector<roi::MetricInfo> metrics_;
};
