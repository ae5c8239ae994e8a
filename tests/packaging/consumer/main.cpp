#include <cmath>
#include <cstring>
#include <iostream>
#include <vector>

#include <libroi/capacity/devices.hpp>
#include <libroi/core/version.hpp>
#include <libroi/finance/irr.hpp>
#include <libroi/finance/npv.hpp>

int main() {
  if (std::strcmp(roi::version(), LIBROI_VERSION) != 0) return 1;  // header and library belong together
  const std::vector<double> flows{-1000.0, 600.0, 600.0};
  const roi::IrrDiagnosis rate = roi::irr(flows);              // compiled in libroi::engine
  if (std::abs(roi::npv(rate.value, flows)) > 1e-9) return 2;  // from the headers of libroi::core
  if (roi::figures_of("nvidia-h20").empty()) return 3;         // the catalogue is compiled in: there are no files
  std::cout << "libroi " << roi::version() << ": IRR " << rate.value << "\n";
}
