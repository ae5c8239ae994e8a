// balance_soak [models = 100000] [first seed = 0]: random valid centers through the engine; every check must hold and
// every number be finite. A seed that fails is printed and can be run alone: balance_soak 1 <seed>.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "tests/properties/balance.hpp"

int main(int argc, char** argv) {
  const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100000;
  const std::uint64_t first = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0;
  std::uint64_t failed = 0;
  double worst = 0.0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    std::vector<std::string> faults;
    try {
      const roi::Evaluation evaluation = roi::evaluate(roi::test::random_center(seed));
      faults = roi::test::faults(evaluation);
      worst = std::max(worst, roi::test::balance_residual(evaluation));
    } catch (const std::exception& error) {
      faults.push_back(std::string("threw ") + error.what());
    }
    if (faults.empty()) continue;
    if (++failed <= 50)
      for (const std::string& fault : faults)
        std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), fault.c_str());
  }
  std::printf("%llu models, %llu failed; largest balance-sheet residual %.2g of the largest total assets\n",
              static_cast<unsigned long long>(count), static_cast<unsigned long long>(failed), worst);
  return failed == 0 ? 0 : 1;
}
