#pragma once
/// @file libroi/inputs/compute.hpp: a compute capacity with the basis it was stated on.
///
///   value [PFLOPS]   with a precision, dense or sparse; a figure of unknown basis is accepted and can be flagged.
///
/// File form: {"value": 6.6, "unit": "EFLOPS", "basis": "fp16 dense"}; bases are "unknown" and
/// {fp64, fp32, tf32, fp16, fp8, int8} x {dense, sparse}; "bf16 …" and "fp16/bf16 …" read as fp16.
/// A bare number is refused: the same machine is 1, 2 or 16 PFLOPS depending on the basis.
namespace roi {

enum class Precision { unknown, fp64, fp32, tf32, fp16, fp8, int8 };
enum class Sparsity { dense, sparse };

template <class T>
struct Compute {
  T value{};
  Precision precision = Precision::unknown;
  Sparsity sparsity = Sparsity::dense;
};

}  // namespace roi
