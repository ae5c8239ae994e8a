#include <cstring>
#include <iostream>

#include <libroi/core/error.hpp>
#include <libroi/version.hpp>

int main() {
  if (std::strcmp(roi::version(), LIBROI_VERSION) != 0) return 1;  // header and library belong together
  std::cout << "libroi " << roi::version() << ": " << roi::to_text(0.1) << "\n";
}
