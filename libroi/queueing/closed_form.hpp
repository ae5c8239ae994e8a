#pragma once
/// @file libroi/queueing/closed_form.hpp: the closed forms of queueing/erlang_loss.hpp in double, their arguments
/// checked, and how far Hayward's is from the truth.
///
/// Hayward's form against kaufman_roberts, in the lost share of card load: 1,050,000 mixes of one to four
/// sizes, loads of 0.3 to 3 of the pool, then the worst of each row made worse. It takes the pool for cards / z whole
/// servers, while a remainder, or small jobs scattered among large ones, leaves up to one large job's room unusable:
///
///   cards / largest job     1-2    2-4    4-8    8-16   16-30  30-60  60-200  200-2000
///   worst of any mix        0.76   0.30   0.14   0.072  0.036  0.021  0.011   0.0032
///   largest job / cards     1      0.50   0.25   0.125  0.063  0.033  0.017   0.005      <- closed_form_error
///   worst of mixes with 10 % or more of each size, pool a multiple of the sizes
///                           0.63   0.23   0.083  0.043  0.016  0.011  0.0047  0.0012
///   mean of those           0.055  0.021  0.008  0.003  0.0015 0.0008 0.0003  0.00006
///
/// For a mix that is known, `closed_form` beside `lost_share` in the result of kaufman_roberts shows the error itself.
///
/// Errors: DomainError, naming function, argument, value and rule.
#include "libroi/core/error.hpp"

namespace roi {

/// erlang_loss: share of jobs lost [1], servers and load in servers.
[[nodiscard]] double closed_form_loss(double servers, double load);
/// hayward_loss: share of card load lost [1] by jobs of mean_job cards (mean by load), cards and load in cards.
[[nodiscard]] double closed_form_hayward_loss(double cards, double load, double mean_job);
/// The lost share by closed_form_hayward_loss is no further than this from that of kaufman_roberts (queueing/exact.hpp)
/// [1]: largest_job / cards, at most 1.
[[nodiscard]] double closed_form_error(double cards, double largest_job);

}  // namespace roi
