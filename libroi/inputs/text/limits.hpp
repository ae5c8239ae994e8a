#pragma once
/// @file libroi/inputs/text/limits.hpp: how much a file may hold. Every file that enters is held to these limits, whatever
/// it is: a model, what it extends, catalogues, tariffs, facilities, weather, loads.
///
/// They lie far beyond what a model needs (a resolved one has some ten thousand values) and keep what is no model from
/// taking more than two seconds and 500 MB to refuse.
#include <cstddef>

namespace roi::inputs {

inline constexpr std::size_t kLargestFile = std::size_t{64}
                                            << 20;      ///< bytes of a file, and of a model's files together
inline constexpr std::size_t kMostValues = 500'000;     ///< numbers, texts, lists, objects of a model's files together
inline constexpr std::size_t kLongestText = 1'000'000;  ///< bytes of one text or key
inline constexpr int kDeepest = 64;                     ///< lists and objects within one another
inline constexpr std::size_t kMostFiles = 100;          ///< files that a model is made of
inline constexpr std::size_t kMostScenarios = 1'000;    ///< scenarios of a model
inline constexpr std::size_t kMostProblems = 1'000;     ///< problems that are looked for before reading stops

}  // namespace roi::inputs
