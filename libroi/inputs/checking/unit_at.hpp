#pragma once
/// @file libroi/inputs/checking/unit_at.hpp: the unit of an input that counts what its entry sells: cards, nodes, cores, vCPUs.
///
/// Fields are declared in cards: "card", "money/card-hour". Where the root says that what stands at a path counts something
/// else (`counted_at`, inputs/field.hpp), the unit is that: "vCPU", "money/vCPU-hour". Reader, writer, parameters and messages
/// ask here, so that a value written in another unit of sale is refused as any wrong unit is.
#include <string>
#include <string_view>

#include "libroi/inputs/field.hpp"

namespace roi::inputs {

/// Whether a declared unit counts cards.
[[nodiscard]] bool counts_cards(std::string_view declared);

/// The declared unit with another word for cards.
[[nodiscard]] std::string counting(std::string_view declared, std::string_view word);

/// The unit of an input of the tree. `written`, where given, decides where the root cannot tell. The text lives for ever.
[[nodiscard]] const char* unit_at(const Object& root, std::string_view path, const char* declared,
                                  std::string_view written = {});

}  // namespace roi::inputs
