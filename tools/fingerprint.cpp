/// fingerprint [--rows] [FILE...]: hashes of what libroi computes, to compare before and after a restructuring.
///
/// For every model file (all of models/centers, models/published and examples where none is named) and each of its
/// scenarios, one line "<hash> <file> <scenario> <what>":
///
///   inputs     paths and values of all parameters
///   metrics    value and existence of every metric
///   ledger     every row with its path, opening included; independent of the order of declaration
///   batch v1   metrics of 64 variations of all parameters, on packs, by instruction set (v3, v4 where the machine has it)
///   gradient   derivatives of every metric by every parameter
///
/// `--rows` writes one line for each metric and each row of the ledger, the batch and the gradient instead, so that a
/// comparison of two outputs names what differs. 0 and -0 hash alike, and so do all NaNs.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "libroi/engine/engine.hpp"
#include "libroi/engine/variations.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/text/sha256.hpp"

namespace {

constexpr std::size_t kRows = 64;

void append(std::string& bytes, std::span<const double> values) {
  for (const double value : values) {
    const double plain = std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value + 0.0;
    const auto bits = std::bit_cast<std::uint64_t>(plain);
    for (int k = 0; k < 8; ++k) bytes.push_back(static_cast<char>(bits >> (8 * k) & 0xff));
  }
}

/// Named rows of one kind, hashed whole or one by one.
class Sheet {
 public:
  void add(std::string name, std::span<const double> values) {
    std::string bytes = name + '\n';
    append(bytes, values);
    rows_.emplace_back(std::move(name), roi::sha256(bytes));
  }
  void print(const std::string& place, const std::string& what, bool one_by_one) {
    std::sort(rows_.begin(), rows_.end());
    std::string all;
    for (const auto& [name, hash] : rows_) {
      all += hash;
      if (one_by_one) std::printf("%.16s %s %s %s\n", hash.c_str(), place.c_str(), what.c_str(), name.c_str());
    }
    if (!one_by_one) std::printf("%.16s %s %s\n", roi::sha256(all).c_str(), place.c_str(), what.c_str());
  }

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
};

/// The batch loop of one instruction set; empty where that was not built.
struct Batch {
  roi::Isa isa;
  decltype(&libroi_isa_batch_create_v1) create;
  decltype(&libroi_isa_batch_run_v1) run;
  decltype(&libroi_isa_batch_destroy_v1) destroy;
};

const Batch kBatches[] = {
    {roi::Isa::v1, &libroi_isa_batch_create_v1, &libroi_isa_batch_run_v1, &libroi_isa_batch_destroy_v1},
    {roi::Isa::v3, LIBROI_ISA_V3_OF(batch_create), LIBROI_ISA_V3_OF(batch_run), LIBROI_ISA_V3_OF(batch_destroy)},
    {roi::Isa::v4, LIBROI_ISA_V4_OF(batch_create), LIBROI_ISA_V4_OF(batch_run), LIBROI_ISA_V4_OF(batch_destroy)}};

/// Every parameter up or down by at most 5 %, by a fixed rule, within its range.
std::vector<double> variations(const std::vector<roi::Parameter<double>>& parameters) {
  std::vector<double> values;
  std::uint64_t state = 1;
  for (std::size_t row = 0; row < kRows; ++row)
    for (const auto& p : parameters) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      const double u = static_cast<double>(state >> 11) * 0x1p-53;
      values.push_back(std::clamp(*p.value * (1.0 + 0.1 * (u - 0.5)), p.range.lo, p.range.hi));
    }
  return values;
}

void print(const std::string& file, const std::string& scenario, bool one_by_one) {
  const roi::Loaded<roi::Center<double>> loaded = roi::read<roi::Center<double>>(roi::load(file, scenario));
  roi::Center<double> center = loaded.root;
  const auto parameters = roi::parameters(center);
  const std::string place = file + ' ' + (scenario.empty() ? "-" : scenario);
  std::vector<roi::Metric> metrics;
  for (const roi::MetricInfo& metric : roi::standard_metrics()) metrics.push_back(metric.id);

  Sheet inputs, results, ledger;
  for (const auto& p : parameters) inputs.add(p.path, std::span(p.value, 1));
  inputs.print(place, "inputs", one_by_one);

  const roi::Evaluation evaluation = roi::evaluate(center);
  for (const roi::Metric metric : metrics) {
    const roi::Defined<double>& value = evaluation.metrics[metric];
    results.add(roi::standard_metrics()[static_cast<std::size_t>(metric)].path, std::vector{value.exists ? value.value : NAN});
  }
  results.print(place, "metrics", one_by_one);

  const roi::LineTable& lines = evaluation.layout->lines();
  for (int id = 0; id < lines.size(); ++id) {
    const roi::Line line{id};
    std::vector<double> row{evaluation.ledger.opening_of(line)};
    if (lines[line].kind != roi::Kind::constant)
      row.insert(row.end(), evaluation.ledger.row(line).begin(), evaluation.ledger.row(line).end());
    ledger.add(lines[line].path, row);
  }
  ledger.print(place, "ledger", one_by_one);

  const std::vector<double> values = variations(parameters);
  std::vector<std::size_t> columns(parameters.size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = i;
  const roi::Layout layout(center);
  const roi::VariationTask task{&layout, &center, columns.data(), columns.size(), metrics.data(), metrics.size()};
  for (const Batch& loop : kBatches) {
    if (loop.isa > roi::best_isa() || loop.create == nullptr) continue;
    std::vector<double> found(kRows * metrics.size());
    void* const worker = loop.create(&task);
    loop.run(worker, values.data(), kRows, found.data());
    loop.destroy(worker);
    Sheet batch;
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      std::vector<double> column;
      for (std::size_t row = 0; row < kRows; ++row) column.push_back(found[row * metrics.size() + m]);
      batch.add(roi::standard_metrics()[static_cast<std::size_t>(metrics[m])].path, column);
    }
    batch.print(place, std::string("batch v") + std::to_string(static_cast<int>(loop.isa)), one_by_one);
  }

  const std::vector<double> slopes = roi::gradient(center, metrics);
  Sheet gradient;
  for (std::size_t m = 0; m < metrics.size(); ++m)
    for (std::size_t i = 0; i < parameters.size(); ++i)
      gradient.add(roi::standard_metrics()[static_cast<std::size_t>(metrics[m])].path + " by " + parameters[i].path,
                   std::span(slopes).subspan(m * parameters.size() + i, 1));
  gradient.print(place, "gradient", one_by_one);
}

std::vector<std::string> all_models() {
  std::vector<std::string> files;
  for (const char* folder : {"models/centers", "models/published", "examples"})
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int count, char** arguments) {
  bool one_by_one = false;
  std::vector<std::string> files;
  for (int i = 1; i < count; ++i) {
    if (std::string(arguments[i]) == "--rows") one_by_one = true;
    else files.emplace_back(arguments[i]);
  }
  try {
    for (const std::string& file : files.empty() ? all_models() : files) {
      print(file, "", one_by_one);
      for (const std::string& scenario : roi::load(file).scenario_names()) print(file, scenario, one_by_one);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fingerprint: %s\n", error.what());
    return 1;
  }
  return 0;
}
