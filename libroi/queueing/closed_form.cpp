#include "libroi/queueing/closed_form.hpp"

#include <cmath>

#include "libroi/queueing/erlang_loss.hpp"

namespace roi {

namespace {

void require_some(const char* where, const char* name, double x) {
  require(x >= 0.0 && std::isfinite(x), where, name, x, "must be >= 0 and finite");
}
void require_size(const char* where, const char* name, double x) {
  require(x > 0.0 && std::isfinite(x), where, name, x, "must be > 0 [cards] and finite");
}

}  // namespace

double closed_form_loss(double servers, double load) {
  require_some("loss", "servers", servers);
  require_some("loss", "load", load);
  return erlang_loss(QueueConstants<double>(), servers, load);
}

double closed_form_hayward_loss(double cards, double load, double mean_job) {
  require_some("hayward_loss", "cards", cards);
  require_some("hayward_loss", "load", load);
  require_size("hayward_loss", "mean_job", mean_job);
  return hayward_loss(QueueConstants<double>(), cards, load, mean_job);
}

double closed_form_error(double cards, double largest_job) {
  require_some("closed_form_error", "cards", cards);
  require_size("closed_form_error", "largest_job", largest_job);
  return largest_job < cards ? largest_job / cards : 1.0;
}

}  // namespace roi
